"""POST and DELETE /tickets/{ticket_id}/trash.json."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered, key_holder
from tests.functional.supportbee.supportbee_calls import history, history_kinds, is_done, listed, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World


def opened(client: Client, tickets: int) -> None:
    for _ in range(tickets):
        client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"})


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_a_ticket_is_put_into_the_trash_and_taken_out(api: Client, ticket: int, suffix: str) -> None:
    assert is_done(api.post(f"/tickets/{ticket}/trash{suffix}"))
    assert stored(ticket).trashed
    assert is_done(api.delete(f"/tickets/{ticket}/trash{suffix}"))
    assert not stored(ticket).trashed
    assert history_kinds(ticket) == ["trashed", "untrashed"]
    assert [entry.by.person_id for entry in history(ticket)] == [3, 3]


def test_the_answer_has_the_version_of_the_ticket(api: Client, ticket: int) -> None:
    assert api.post(f"/tickets/{ticket}/trash").headers["ETag"] == '"2"'
    assert api.post(f"/tickets/{ticket}/trash").headers["ETag"] == '"2"'
    assert api.delete(f"/tickets/{ticket}/trash", headers={"If-Match": '"1"'}).status == 412
    assert stored(ticket).trashed


def test_repeating_it_is_a_success_and_adds_no_entry(api: Client, ticket: int) -> None:
    assert is_done(api.delete(f"/tickets/{ticket}/trash.json"))
    assert history_kinds(ticket) == []
    for _ in range(2):
        assert is_done(api.post(f"/tickets/{ticket}/trash.json"))
    assert history_kinds(ticket) == ["trashed"]


def test_the_trash_leaves_the_lists_of_every_api(
    world: World, tokens: Tokens, api: Client, agent: Client, client: Client
) -> None:
    opened(client, 3)
    api.post("/tickets/2/trash.json")
    for caller in (client, agent):
        assert listed(caller) == (2, [3, 1])
    found = answered(key_holder(world, tokens["happyfox"]).get(f"{HAPPYFOX}/tickets/"))
    assert [one["id"] for one in found["data"]] == [3, 1]


def test_a_ticket_comes_back_where_it_was(api: Client, agent: Client, client: Client) -> None:
    opened(client, 2)
    client.post("/support/tickets/1/close", json={})
    api.post("/tickets/1/archive.json")
    before = stored(1)
    api.post("/tickets/1/trash.json")
    assert listed(agent, only_closed="true") == (0, [])
    api.delete("/tickets/1/trash.json")
    assert listed(agent, only_closed="true") == (1, [1])
    after = stored(1)
    assert (after.state_id, after.archived, after.trashed_at) == (before.state_id, True, None)


def test_its_client_does_not_find_it_and_staff_can_handle_it(
    api: Client, agent: Client, client: Client, ticket: int
) -> None:
    api.post(f"/tickets/{ticket}/trash.json")
    assert client.get(f"/support/tickets/{ticket}").status == 404
    assert agent.get(f"/support/tickets/{ticket}").status == 200
    assert is_done(api.post(f"/tickets/{ticket}/star.json"))


def test_an_unknown_ticket_is_not_found(api: Client) -> None:
    for number in ("99", "x", "0"):
        assert refusal(api.post(f"/tickets/{number}/trash")) == (404, "Ticket not found.")
        assert refusal(api.delete(f"/tickets/{number}/trash.json")) == (404, "Ticket not found.")
