"""DELETE /tickets/{ticket_id}."""

from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.supportbee.supportbee_calls import is_done, listed, refusal, stored, token_of
from tools.local_desk.client import Client
from tools.local_desk.world import World

NOT_FOUND = (404, "Ticket not found.")


@pytest.fixture
def trashed(api: Client, ticket: int) -> int:
    """The number of a ticket in the trash."""
    assert is_done(api.post(f"/tickets/{ticket}/trash"))
    return ticket


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_an_administrator_deletes_a_ticket_that_is_in_the_trash(
    other_api: Client, agent: Client, client: Client, trashed: int, suffix: str
) -> None:
    assert is_done(other_api.delete(f"/tickets/{trashed}{suffix}"))
    assert listed(agent) == (0, [])
    for caller in (agent, client):
        assert caller.get(f"/support/tickets/{trashed}").status == 404


def test_afterwards_it_is_not_found_in_any_api(
    world: World, tokens: Tokens, api: Client, other_api: Client, trashed: int
) -> None:
    other_api.delete(f"/tickets/{trashed}")
    happyfox = key_holder(world, tokens["happyfox"])
    assert happyfox.get(f"{HAPPYFOX}/ticket/{trashed}/").status == 404
    for method, path in (("DELETE", ""), ("DELETE", "/trash"), ("POST", "/star"), ("POST", "/labels/waiting")):
        assert refusal(other_api.request(method, f"/tickets/{trashed}{path}")) == NOT_FOUND


def test_an_agent_may_not_delete(api: Client, trashed: int) -> None:
    assert refusal(api.delete(f"/tickets/{trashed}")) == (403, "The permission admin is missing.")
    assert stored(trashed).trashed


def test_an_administrator_who_is_no_agent_may_not_delete(world: World, trashed: int) -> None:
    set_up(world, {"people": [{"email": "root@example.com", "name": "Root", "permissions": ["admin"]}]})
    root = world.client({"Authorization": f"Bearer {token_of(world, 'root@example.com')}"})
    assert refusal(root.delete(f"/tickets/{trashed}")) == (403, "The permission ticket.agent is missing.")
    assert stored(trashed).trashed


def test_what_is_not_in_the_trash_stays(api: Client, other_api: Client, ticket: int) -> None:
    sentence = "The ticket is not in the trash. Move it there first."
    assert refusal(other_api.delete(f"/tickets/{ticket}")) == (409, sentence)
    api.post(f"/tickets/{ticket}/spam")
    assert refusal(other_api.delete(f"/tickets/{ticket}")) == (409, sentence)


def test_a_ticket_is_deleted_at_the_expected_version_only(other_api: Client, trashed: int) -> None:
    assert other_api.delete(f"/tickets/{trashed}", headers={"If-Match": '"1"'}).status == 412
    assert is_done(other_api.delete(f"/tickets/{trashed}", headers={"If-Match": '"2"'}))


def test_subscribers_hear_who_deleted_it(world: World, other_api: Client, trashed: int) -> None:
    world.pump()
    other_api.delete(f"/tickets/{trashed}")
    world.pump()
    told: list[dict[str, Any]] = [event for event in world.events() if event["detail-type"] == "ticket.deleted"]
    [event] = told
    assert (event["detail"]["number"], event["detail"]["by"]) == (trashed, {"side": "staff", "person_id": 2})


def test_an_unknown_ticket_is_not_found(other_api: Client) -> None:
    for number in ("99", "x", "0"):
        assert refusal(other_api.delete(f"/tickets/{number}")) == NOT_FOUND
