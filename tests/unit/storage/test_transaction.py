"""Operations and conditions: their requests to DynamoDB, and their effects in memory."""

import pytest

from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.transaction import (
    ABSENT,
    EXISTS,
    Condition,
    ConditionCheck,
    DeleteItem,
    PutItem,
    UpdateItem,
    apply,
    below,
    request,
    same,
)

KEY = Key("a", "b")
AT = {"pk": {"S": "a"}, "sk": {"S": "b"}}


def test_a_put_writes_the_item_under_its_key() -> None:
    assert request(PutItem(KEY, {"n": 1, "none": None})) == {"Item": {**AT, "n": {"N": "1"}}}


def test_an_update_assigns_removes_and_adds() -> None:
    assert request(UpdateItem(KEY, {"x": "1", "gone": None}, {"n": -2})) == {
        "Key": AT,
        "UpdateExpression": "SET #x = :to_x REMOVE #gone ADD #n :by_n",
        "ExpressionAttributeNames": {"#x": "x", "#gone": "gone", "#n": "n"},
        "ExpressionAttributeValues": {":to_x": {"S": "1"}, ":by_n": {"N": "-2"}},
    }


def test_a_condition_brings_its_names_and_values() -> None:
    assert request(DeleteItem(KEY, same(version=3, gone=None))) == {
        "Key": AT,
        "ConditionExpression": "#version = :is_version AND attribute_not_exists(#gone)",
        "ExpressionAttributeNames": {"#version": "version", "#gone": "gone"},
        "ExpressionAttributeValues": {":is_version": {"N": "3"}},
    }
    assert request(ConditionCheck(KEY, ABSENT)) == {
        "Key": AT,
        "ConditionExpression": "attribute_not_exists(#pk)",
        "ExpressionAttributeNames": {"#pk": "pk"},
    }


def test_two_conditions_hold_together() -> None:
    both = EXISTS & below("n", 5)

    assert both.expression == "attribute_exists(#pk) AND (attribute_not_exists(#n) OR #n < :limit_n)"
    assert (both.names, both.values) == ({"pk", "n"}, {"limit_n": 5})


@pytest.mark.parametrize(
    ("condition", "item", "expected"),
    [
        (EXISTS, None, False),
        (EXISTS, {"pk": "a"}, True),
        (ABSENT, None, True),
        (ABSENT, {"pk": "a"}, False),
        (same(version=3), {"version": 3}, True),
        (same(version=3), {"version": 4}, False),
        (same(version=3), None, False),
        (same(version=None), {"pk": "a"}, True),
        (same(version=None), {"version": 3}, False),
        (same(version=3, spam=None), {"version": 3, "spam": True}, False),
        (below("n", 5), None, True),
        (below("n", 5), {"n": 4}, True),
        (below("n", 5), {"n": 5}, False),
        (EXISTS & below("n", 5), {"n": 4}, False),
        (EXISTS & below("n", 5), {"pk": "a"}, True),
    ],
)
def test_a_condition_holds_of_an_item_or_of_its_absence(
    condition: Condition, item: Item | None, expected: bool
) -> None:
    assert condition.holds(item) is expected


def test_operations_are_applied_to_an_item() -> None:
    old = {**KEY._asdict(), "n": 1, "x": "y"}

    assert apply(PutItem(KEY, {"n": 2, "none": None}), old) == {**KEY._asdict(), "n": 2}
    assert apply(UpdateItem(KEY, {"x": None, "z": 0}, {"n": -1, "m": 2}), old) == {
        **KEY._asdict(),
        "n": 0,
        "m": 2,
        "z": 0,
    }
    assert apply(UpdateItem(KEY, add={"n": 1}), None) == {**KEY._asdict(), "n": 1}
    assert apply(DeleteItem(KEY), old) is None
    assert apply(ConditionCheck(KEY, EXISTS), old) == old


def test_members_of_sets_are_included_and_excluded_and_empty_sets_are_removed() -> None:
    included = apply(UpdateItem(KEY, include={"some": {2, 3}}), {**KEY._asdict(), "some": {1, 2}})
    assert included == {**KEY._asdict(), "some": {1, 2, 3}}

    assert apply(UpdateItem(KEY, exclude={"some": {1, 4}}), included) == {**KEY._asdict(), "some": {2, 3}}
    assert apply(UpdateItem(KEY, exclude={"some": {1, 2, 3}}), included) == KEY._asdict()
