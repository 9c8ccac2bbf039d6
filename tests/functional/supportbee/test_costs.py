"""What a warm function asks of DynamoDB."""

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.supportbee.supportbee_calls import ACTIONS
from tools.local_desk.client import Client
from tools.meter import Meter

COUNTING = 2
"""Write units that count a change against the limit of its token."""

UNITS = {"archive": 8, "spam": 13, "trash": 13, "star": 6, "answered": 4}
"""The most write units of an action: archiving moves a ticket to another slot, what hides it also in two sets."""


def warmed(api: Client) -> None:
    """Let the process know the token, the states and the catalog."""
    assert api.post("/tickets/99/star.json").status == 404
    shared_resources().states()
    shared_resources().catalog()


@pytest.mark.parametrize(("method", "noun"), ACTIONS)
def test_an_action_is_one_read_and_one_transaction(api: Client, ticket: int, method: str, noun: str) -> None:
    if method == "DELETE":
        api.post(f"/tickets/{ticket}/{noun}.json")
    warmed(api)
    with Meter(shared_resources().table) as meter:
        assert api.request(method, f"/tickets/{ticket}/{noun}.json").status == 204
    assert meter.requests == {"GetItem": 1, "TransactWriteItems": 1}
    assert meter.read_units == 1
    assert meter.write_units <= UNITS[noun] + COUNTING


@pytest.mark.parametrize("assignment", [{"user_id": 3}, {"group_id": 1}])
def test_an_assignment_is_one_read_and_one_transaction(api: Client, ticket: int, assignment: dict[str, int]) -> None:
    warmed(api)
    with Meter(shared_resources().table) as meter:
        assert api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": assignment}).status == 201
    assert meter.requests.total() == 2
    assert meter.requests["TransactWriteItems"] == 1
    assert meter.read_units <= 2
    assert meter.write_units <= 6


@pytest.mark.parametrize(("method", "noun"), ACTIONS)
def test_what_is_so_already_writes_nothing(api: Client, ticket: int, method: str, noun: str) -> None:
    if method == "POST":
        api.post(f"/tickets/{ticket}/{noun}.json")
    warmed(api)
    with Meter(shared_resources().table) as meter:
        assert api.request(method, f"/tickets/{ticket}/{noun}.json").status == 204
    assert meter.requests["GetItem"] == 1
    assert meter.requests["TransactWriteItems"] == (1 if noun == "star" else 0)
