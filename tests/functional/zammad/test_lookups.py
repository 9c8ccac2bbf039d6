"""What a body refers to is found by id or by name, in the vendor's words where nothing has it."""

from collections.abc import Callable
from typing import Any

import pytest

from polydesk.dialects.zammad.lookups import Lookups
from polydesk.http.errors import InvalidRequest
from tests.functional.callers import Tokens
from tests.functional.internals import current_desk
from tests.functional.zammad.states import answered, create
from tools.local_desk.client import Client

Look = Callable[[Lookups], Any]


@pytest.fixture
def lookups(tokens: Tokens) -> Lookups:
    """What a request finds."""
    return Lookups(current_desk())


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (lambda of: of.group(2, "users").id, 2),
        (lambda of: of.group(None, "USERS").id, 1),
        (lambda of: of.priority(None, "3 High").id, 3),
        (lambda of: of.priority(None, "normal").id, 2),
        (lambda of: of.priority(1, None).name, "Low"),
        (lambda of: of.state(None, "Pending Reminder").id, 3),
        (lambda of: of.state(4, "open").name, "closed"),
        (lambda of: of.person("owner", None, "Agent@Example.com").id, 3),
        (lambda of: of.person("customer", None, "-").id, 1),
        (lambda of: of.person("customer", 4, "agent@example.com").email, "client@example.com"),
        (lambda of: of.article_type(None, "Email"), 1),
        (lambda of: of.article_type(10, "email"), 10),
        (lambda of: of.sender(None, "customer"), 2),
        (lambda of: [one.name for one in of.roles(None, ["customer", "Admin", "admin"])], ["Admin", "Customer"]),
        (lambda of: [one.id for one in of.roles([2], ["Admin"])], [2]),
    ],
)
def test_the_id_takes_precedence_and_names_have_no_case(lookups: Lookups, look: Look, expected: Any) -> None:
    assert look(lookups) == expected


@pytest.mark.parametrize(
    ("look", "sentence"),
    [
        (lambda of: of.group(99, "users"), "Invalid value for param 'group_id': 99"),
        (lambda of: of.group(None, "nope"), "No lookup value found for 'group': \"nope\""),
        (lambda of: of.group(None, "x" * 100_000), None),
        (lambda of: of.priority(9, None), "Invalid value for param 'priority_id': 9"),
        (lambda of: of.priority(None, "4 urgent"), "No lookup value found for 'priority': \"4 urgent\""),
        (lambda of: of.state(99, None), "Invalid value for param 'state_id': 99"),
        (lambda of: of.state(None, ""), "No lookup value found for 'state': \"\""),
        (lambda of: of.state(None, "x" * 100_000), None),
        (lambda of: of.person("owner", 99, None), "Invalid value for param 'owner_id': 99"),
        (
            lambda of: of.person("customer", None, "x@y.example"),
            "No lookup value found for 'customer': \"x@y.example\"",
        ),
        (lambda of: of.article_type(14, None), "Invalid value for param 'type_id': 14"),
        (lambda of: of.article_type(None, "letter"), "No lookup value found for 'type': \"letter\""),
        (lambda of: of.sender(None, "me"), "No lookup value found for 'sender': \"me\""),
        (lambda of: of.roles([4], None), "Invalid value for param 'role_ids': 4"),
        (lambda of: of.roles(None, ["Boss"]), "No lookup value found for 'roles': \"Boss\""),
    ],
)
def test_what_nothing_has_is_named(lookups: Lookups, look: Look, sentence: str | None) -> None:
    with pytest.raises(InvalidRequest) as caught:
        look(lookups)
    assert len(caught.value.problem) < 400
    assert sentence in (None, caught.value.problem)


def test_what_is_not_sent_is_none(lookups: Lookups) -> None:
    assert (lookups.group(None, None), lookups.priority(None, None), lookups.state(None, None)) == (None, None, None)
    assert (lookups.person("owner", None, None), lookups.sender(None, None), lookups.roles(None, None)) == (
        None,
        None,
        None,
    )


def test_new_things_are_found_at_once(zammad: Client, lookups: Lookups) -> None:
    assert lookups.group(1, None)  # the catalog and the states are in memory now
    assert lookups.state(1, None)
    answered(zammad.post("/api/v1/groups", json={"name": "Sales"}), 201)
    number = create(zammad, "waiting")

    by_name, by_id, state = lookups.group(None, "sales"), lookups.group(3, None), lookups.state(None, "waiting")
    assert by_name
    assert by_name == by_id
    assert state
    assert state.id == number


def test_a_deleted_group_is_not_found(zammad: Client, lookups: Lookups) -> None:
    answered(zammad.delete("/api/v1/groups/2"))

    for number, name in ((2, None), (None, "Billing")):
        with pytest.raises(InvalidRequest):
            lookups.group(number, name)
