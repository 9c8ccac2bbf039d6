"""Deleting states: refused as long as something refers to them; whatever referred to them still finds a state."""

import pytest

from polydesk.domain import actions
from tests.functional.callers import Tokens
from tests.functional.internals import act
from tests.functional.zammad.states import CLOSED, NEW, PENDING_CLOSE, STATES, change, create, ids, listed, refusal
from tools.local_desk.client import Client

IN_USE = (422, "Can't delete, object has references.")


@pytest.fixture
def number(client: Client) -> int:
    """A new ticket."""
    answer = client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Please help"})
    number: int = answer.json()["number"]
    return number


def test_a_state_with_a_ticket_is_not_deleted(zammad: Client, client: Client, number: int) -> None:
    assert refusal(zammad.delete(f"{STATES}/{NEW}")) == IN_USE
    assert client.post(f"/support/tickets/{number}/close").status == 200
    assert zammad.delete(f"{STATES}/{NEW}").status == 200


def test_a_state_with_a_ticket_that_no_list_shows_is_not_deleted(zammad: Client, tokens: Tokens, number: int) -> None:
    act(tokens["agent"]["token"], number, lambda ticket, now: actions.mark_spam(ticket, now, True))
    assert refusal(zammad.delete(f"{STATES}/{NEW}")) == IN_USE


def test_a_state_that_another_one_leads_to_is_not_deleted(zammad: Client) -> None:
    assert refusal(zammad.delete(f"{STATES}/{CLOSED}")) == IN_USE
    change(zammad, PENDING_CLOSE, next_state_id=None)
    assert zammad.delete(f"{STATES}/{CLOSED}").status == 200


def test_what_is_deleted_is_in_no_list_and_its_name_is_free(zammad: Client) -> None:
    first = create(zammad, "waiting")
    assert zammad.delete(f"{STATES}/{first}").text == "{}"
    assert first not in ids(zammad)
    assert create(zammad, "WAITING") == first + 1


def test_what_is_deleted_cannot_be_shown_changed_named_as_next_or_deleted_again(zammad: Client) -> None:
    state_id = create(zammad, "waiting")
    assert zammad.delete(f"{STATES}/{state_id}").status == 200
    path, text = f"{STATES}/{state_id}", f"Couldn't find Ticket::State with 'id'={state_id}"

    assert refusal(zammad.get(path)) == (404, text)
    assert refusal(zammad.put(path, json={"note": "x"})) == (404, text)
    assert refusal(zammad.delete(path)) == (422, text)
    assert refusal(zammad.put(f"{STATES}/1", json={"next_state_id": state_id})) == (
        422,
        f"Invalid value for param 'next_state_id': {state_id}",
    )
    assert refusal(zammad.put(f"{STATES}/1", json={"next_state": "waiting"})) == (
        422,
        "No lookup value found for 'next_state': \"waiting\"",
    )


def test_a_refused_deletion_changes_nothing(zammad: Client, number: int) -> None:
    before = listed(zammad)
    assert number
    zammad.delete(f"{STATES}/{NEW}")
    assert listed(zammad) == before
