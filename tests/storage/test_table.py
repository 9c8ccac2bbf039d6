"""Reads, single writes and transactions: the same tests of the table on the engine and of the fake in memory."""

from typing import Any

import pytest

from polydesk.domain.errors import NameTaken
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import (
    ABSENT,
    EXISTS,
    ConditionCheck,
    DeleteItem,
    PutItem,
    TransactionItem,
    UpdateItem,
    below,
    same,
)

A, B, C = Key("p", "a"), Key("p", "b"), Key("p", "c")


def deadline() -> Deadline:
    return Deadline(5.0)


def items(table: Table, pk: str = "p") -> dict[str, dict[str, Any]]:
    """Return the items of a partition, by sort key, without the keys."""
    return {item.pop("sk"): item for item in table.query(pk) if item.pop("pk")}


def test_an_item_is_read_back_and_a_missing_one_is_none(table: Table) -> None:
    table.write(PutItem(A, {"n": 1, "deep": [{"x": [True, "я"]}], "none": None}))

    assert table.get(A) == {"pk": "p", "sk": "a", "n": 1, "deep": [{"x": [True, "я"]}]}
    assert table.get(A, consistent=False) == table.get(A)
    assert table.get(B) is None


def test_a_condition_that_does_not_hold_raises_the_error_of_its_operation(table: Table) -> None:
    table.write(PutItem(A, {"n": 1}))
    refused: list[Any] = [
        PutItem(A, {"n": 2}, ABSENT, NameTaken()),
        UpdateItem(B, {"n": 2}, condition=EXISTS, on_failure=NameTaken()),
        UpdateItem(A, {"n": 2}, condition=same(n=2), on_failure=NameTaken()),
        UpdateItem(A, add={"n": 1}, condition=below("n", 1), on_failure=NameTaken()),
        DeleteItem(B, EXISTS, NameTaken()),
    ]

    for operation in refused:
        with pytest.raises(NameTaken):
            table.write(operation)
        with pytest.raises(NameTaken):
            table.commit([operation, PutItem(C, {})], deadline())
    assert items(table) == {"a": {"n": 1}}


def test_an_operation_whose_condition_holds_takes_effect(table: Table) -> None:
    table.write(PutItem(A, {"n": 1}, ABSENT, NameTaken()))
    table.write(UpdateItem(A, {"x": "y"}, {"n": 1}, same(n=1, x=None), NameTaken()))
    table.write(UpdateItem(A, add={"n": 1}, condition=below("n", 3), on_failure=NameTaken()))
    assert items(table) == {"a": {"n": 3, "x": "y"}}

    table.write(DeleteItem(A, EXISTS & same(n=3), NameTaken()))
    assert items(table) == {}


def test_an_update_creates_an_item_and_removes_attributes(table: Table) -> None:
    table.write(UpdateItem(A, {"x": "y"}, {"n": 5}))
    table.write(UpdateItem(A, {"x": None}, {"n": -2}))

    assert items(table) == {"a": {"n": 3}}


def test_a_transaction_does_all_or_nothing(table: Table) -> None:
    table.write(PutItem(B, {"n": 1}))
    batch: list[TransactionItem] = [
        PutItem(A, {}),
        UpdateItem(B, add={"n": 1}),
        ConditionCheck(C, EXISTS, VersionMismatch()),
    ]

    with pytest.raises(VersionMismatch):
        table.commit(batch, deadline())
    assert items(table) == {"b": {"n": 1}}

    table.write(PutItem(C, {}))
    table.commit([*batch[:2], DeleteItem(Key("p", "z")), batch[2]], deadline())
    assert items(table) == {"a": {}, "b": {"n": 2}, "c": {}}


def test_the_first_of_several_failed_conditions_is_raised(table: Table) -> None:
    table.write(PutItem(A, {}))
    batch: list[TransactionItem] = [
        PutItem(B, {}),
        PutItem(A, {}, ABSENT, NameTaken("first")),
        DeleteItem(C, EXISTS, NameTaken("second")),
    ]

    with pytest.raises(NameTaken) as refused:
        table.commit(batch, deadline())
    assert refused.value.field == "first"


def test_an_update_returns_the_whole_item_as_it_is_then(table: Table) -> None:
    table.write(PutItem(A, {"n": 1, "s": {1, 2}}))

    assert table.update(UpdateItem(A, {"m": 5}, add={"n": 1}, exclude={"s": {2}})) == {
        **A._asdict(),
        "n": 2,
        "m": 5,
        "s": {1},
    }
    assert table.update(UpdateItem(A, {"n": None, "m": None}, exclude={"s": {1}})) == A._asdict()
    assert table.update(UpdateItem(B, exclude={"s": {1}})) == B._asdict()
    with pytest.raises(NameTaken):
        table.update(UpdateItem(C, {"n": 1}, condition=EXISTS, on_failure=NameTaken()))


def test_counting_up_returns_the_sum(table: Table) -> None:
    assert [table.count_up(A) for _ in range(3)] == [1, 2, 3]
    assert table.count_up(A, by=-5) == -2
    assert table.count_up(A, attribute="m") == 1


def test_many_items_are_read_by_key_in_any_number_and_order(table: Table) -> None:
    keys = [Key("p", f"{number:03d}") for number in range(130)]
    for key in keys[:120]:
        table.write(PutItem(key, {"n": int(key.sk)}))

    found = table.get_many([*reversed(keys), *keys])

    assert set(found) == set(keys[:120])
    assert all(item["n"] == int(key.sk) for key, item in found.items())
    assert table.get_many([]) == {}


def test_a_query_restricts_reverses_and_limits(table: Table) -> None:
    for sort in ("a1", "a2", "a3", "b1"):
        table.write(PutItem(Key("p", sort), {}))
    table.write(PutItem(Key("q", "a1"), {}))

    def sorts(**arguments: Any) -> list[str]:
        return [item["sk"] for item in table.query("p", **arguments)]

    assert sorts() == ["a1", "a2", "a3", "b1"]
    assert sorts(prefix="a") == ["a1", "a2", "a3"]
    assert sorts(between=("a2", "b0")) == ["a2", "a3"]
    assert sorts(descending=True, limit=2) == ["b1", "a3"]
    assert sorts(prefix="a", limit=10, consistent=False) == ["a1", "a2", "a3"]
    assert sorts(limit=0) == []
    assert sorts(prefix="z") == []


def test_a_query_continues_where_a_page_ends(table: Table) -> None:
    for number in range(5):
        table.write(PutItem(Key("p", str(number)), {"text": "x" * 300_000}))

    assert [item["sk"] for item in table.query("p")] == ["0", "1", "2", "3", "4"]
    assert [item["sk"] for item in table.query("p", limit=4)] == ["0", "1", "2", "3"]


def test_an_index_is_read_by_its_own_keys(table: Table) -> None:
    for sort, own in (("1", "C#5"), ("2", None), ("3", "C#5"), ("4", "C#6")):
        table.write(PutItem(Key("M#0", sort), {"own": own, "state": 1, "subject": "x"}))

    found = list(table.query("C#5", index=("own", "own", "sk"), descending=True))

    assert [(item["sk"], item["state"]) for item in found] == [("3", 1), ("1", 1)]
    assert "subject" not in found[0]
