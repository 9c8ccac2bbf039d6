"""What is an assignment and what is none, and the sentence that says why."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.supportbee.errors import render_error
from polydesk.dialects.supportbee.requests import AssigneeIds, NewAssignment
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import from_event

REQUEST = from_event({"httpMethod": "POST", "path": "/tickets/1/assignments.json"})

HOLDER = "Validation failed: assignment should have either a user_id or a group_id."
NUMBER = "Validation failed: assignment.user_id should be a positive integer."
OBJECT = "Validation failed: assignment should be an object."
MISSING = "Validation failed: assignment is missing."


def sentence(data: object) -> Any:
    """Why this is no assignment."""
    with pytest.raises(InvalidRequest) as refused:
        NewAssignment.read(data)
    return render_error(refused.value, REQUEST).data["error"]


@pytest.mark.parametrize(
    ("assignment", "user_id", "group_id"),
    [
        ({"user_id": 3}, 3, None),
        ({"group_id": 1}, None, 1),
        ({"user_id": 3, "group_id": None}, 3, None),
        ({"user_id": None, "group_id": 1}, None, 1),
        ({"user_id": "3", "group_id": ""}, 3, None),
        ({"user_id": "3", "group_id": " "}, 3, None),
        ({"user_id": "003"}, 3, None),
        ({"user_id": 10**15 - 1}, 10**15 - 1, None),
    ],
)
def test_either_a_user_or_a_group_is_named(
    assignment: dict[str, Any], user_id: int | None, group_id: int | None
) -> None:
    assignee = NewAssignment.read({"assignment": assignment}).assignment
    assert (assignee.user_id, assignee.group_id) == (user_id, group_id)


@pytest.mark.parametrize("data", [None, {}, {"user_id": 3}, {"assignment[]": "3"}])
def test_the_assignment_is_required(data: object) -> None:
    assert sentence(data) == MISSING


@pytest.mark.parametrize("assignment", [None, 3, "3", True, [], [3], [{"user_id": 3}]])
def test_the_assignment_is_an_object(assignment: object) -> None:
    assert sentence({"assignment": assignment}) == OBJECT


@pytest.mark.parametrize("data", [[], [{"assignment": {"user_id": 3}}], "assignment", 3, True])
def test_the_body_is_an_object(data: object) -> None:
    assert sentence(data) == "Validation failed: the body should be an object."


@pytest.mark.parametrize(
    "assignment",
    [
        {},
        {"user_id": None},
        {"user_id": None, "group_id": None},
        {"user_id": "", "group_id": ""},
        {"user_id": 3, "group_id": 1},
        {"user_id": "3", "group_id": "1"},
    ],
)
def test_neither_and_both_are_refused(assignment: dict[str, Any]) -> None:
    assert sentence({"assignment": assignment}) == HOLDER


@pytest.mark.parametrize(
    "identifier",
    [
        True,
        False,
        3.0,
        3.5,
        float("nan"),
        float("inf"),
        0,
        -3,
        "0",
        "-3",
        "+3",
        "3.0",
        "3e0",
        " 3",
        "3_0",
        "٣",
        "three",
        "true",
        "null",
        "3" * 5000,
        [3],
        {"id": 3},
    ],
)
def test_an_id_is_a_positive_integer(identifier: object) -> None:
    assert sentence({"assignment": {"user_id": identifier}}) == NUMBER


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"assignment": {"user": 3}}, "assignment.user"),
        ({"assignment": {"user_id": 3}, "note": "x"}, "note"),
    ],
)
def test_what_the_endpoint_does_not_know_is_refused_by_name(data: dict[str, Any], name: str) -> None:
    assert sentence(data) == f"Validation failed: {name} is not a known field."


@given(st.integers(min_value=1) | st.integers(min_value=1).map(str))
def test_any_positive_integer_is_an_id_of_somebody_or_of_nobody(identifier: int | str) -> None:
    assert AssigneeIds.read({"user_id": identifier}).user_id == min(int(identifier), 10**15)
