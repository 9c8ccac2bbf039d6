"""POST and DELETE /tickets/{ticket_id}/answered.json."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered, key_holder
from tests.functional.supportbee.supportbee_calls import history_kinds, is_done, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def happyfox(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk."""
    return key_holder(world, tokens["happyfox"])


def unresponded(happyfox: Client, ticket: int) -> bool:
    return bool(answered(happyfox.get(f"{HAPPYFOX}/ticket/{ticket}/"))["unresponded"])


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_a_ticket_is_marked_as_answered_and_as_unanswered(
    api: Client, happyfox: Client, ticket: int, suffix: str
) -> None:
    assert unresponded(happyfox, ticket)
    assert is_done(api.post(f"/tickets/{ticket}/answered{suffix}"))
    assert not unresponded(happyfox, ticket)
    assert is_done(api.delete(f"/tickets/{ticket}/answered{suffix}"))
    assert unresponded(happyfox, ticket)
    assert history_kinds(ticket) == ["answered", "unanswered"]


def test_what_a_ticket_counts_as_already_adds_no_entry(api: Client, agent: Client, ticket: int) -> None:
    assert is_done(api.delete(f"/tickets/{ticket}/answered"))
    assert history_kinds(ticket) == []
    agent.post(f"/support/tickets/{ticket}/comments", json={"body": "We are on it"})
    assert is_done(api.post(f"/tickets/{ticket}/answered"))
    assert history_kinds(ticket) == ["replied"]


def test_a_ticket_that_staff_have_answered_can_be_marked_as_unanswered(
    api: Client, agent: Client, happyfox: Client, ticket: int
) -> None:
    agent.post(f"/support/tickets/{ticket}/comments", json={"body": "We are on it"})
    assert not unresponded(happyfox, ticket)
    assert is_done(api.delete(f"/tickets/{ticket}/answered"))
    assert unresponded(happyfox, ticket)


def test_the_next_public_message_clears_the_mark(
    api: Client, client: Client, agent: Client, happyfox: Client, ticket: int
) -> None:
    api.post(f"/tickets/{ticket}/answered")
    client.post(f"/support/tickets/{ticket}/comments", json={"body": "And this?"})
    assert unresponded(happyfox, ticket)
    api.post(f"/tickets/{ticket}/answered")
    agent.post(f"/support/tickets/{ticket}/comments", json={"body": "That too"})
    assert not unresponded(happyfox, ticket)
    assert stored(ticket).answered is None


def test_a_mark_is_set_on_the_expected_version_only(api: Client, ticket: int) -> None:
    assert api.post(f"/tickets/{ticket}/answered", headers={"If-Match": '"9"'}).status == 412
    assert api.post(f"/tickets/{ticket}/answered", headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'


def test_an_unknown_ticket_is_not_found(api: Client) -> None:
    for number in ("99", "x"):
        assert refusal(api.post(f"/tickets/{number}/answered")) == (404, "Ticket not found.")
        assert refusal(api.delete(f"/tickets/{number}/answered.json")) == (404, "Ticket not found.")
