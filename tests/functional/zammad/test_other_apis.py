"""States govern tickets in every API: at once, and without a ticket being written."""

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.handling import Handling, handle
from polydesk.storage import keys
from tests.functional.callers import Tokens
from tests.functional.internals import act
from tests.functional.zammad.states import CLOSED, MERGED, NEW, OPEN, STATES, change, create
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World


def opened(client: Client) -> int:
    """A new ticket of this client."""
    answer = client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Please help"})
    assert answer.status == 200, answer
    number: int = answer.json()["number"]
    return number


def put_into(tokens: Tokens, number: int, state_id: int) -> None:
    """An agent moves the ticket."""
    state = shared_resources().fresh_states().get(state_id)
    act(tokens["agent"]["token"], number, lambda ticket, now: handle(ticket, now, Handling(state=state)))


def status(client: Client, number: int) -> str:
    """The status that the Tickets API shows."""
    text: str = client.get(f"/support/tickets/{number}").json()["status"]["en"]
    return text


def counted(client: Client, query: str) -> tuple[int, list[int]]:
    """How many tickets a list has, and which."""
    page = client.get(f"/support/tickets?{query}").json()
    return page["item_count"], [ticket["number"] for ticket in page["items"]]


@pytest.mark.parametrize("kind", ["closed", "merged"])
def test_tickets_of_a_state_that_becomes_a_closed_one_are_closed_at_once(
    world: World, zammad: Client, agent: Client, client: Client, tokens: Tokens, kind: str
) -> None:
    numbers = [opened(client) for _ in range(4)]
    for number in numbers[:3]:
        put_into(tokens, number, OPEN)
    assert counted(agent, "only_closed=true") == (0, [])
    before = dump(world)

    change(zammad, OPEN, state_type=kind)

    after = dump(world)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert changed == {keys.state_registry(), keys.state(OPEN)}
    for caller in (agent, client):
        assert counted(caller, "only_closed=true") == (3, [3, 2, 1])
        assert counted(caller, "only_opened=true") == (1, [4])
    assert client.get("/support/tickets/1").json()["is_closed"] is True


def test_the_name_of_a_state_is_the_status_of_its_tickets(zammad: Client, client: Client, tokens: Tokens) -> None:
    number = opened(client)
    assert status(client, number) == "New"
    put_into(tokens, number, create(zammad, "waiting for parts"))
    assert status(client, number) == "Waiting for parts"
    change(zammad, 8, name="parts have come")
    assert status(client, number) == "Parts have come"


def test_tickets_begin_and_are_taken_up_in_the_states_that_are_the_defaults(zammad: Client, client: Client) -> None:
    create(zammad, "received", default_create=True)
    create(zammad, "again", default_follow_up=True)
    number = opened(client)
    assert status(client, number) == "Received"
    assert client.post(f"/support/tickets/{number}/close").status == 200
    assert client.post(f"/support/tickets/{number}/reopen", json={"body": "Still broken"}).status == 200
    assert status(client, number) == "Again"


def test_nothing_enters_an_inactive_state(zammad: Client, client: Client) -> None:
    change(zammad, NEW, active=False)
    number = opened(client)
    assert status(client, number) == "Open"

    done = create(zammad, "done", state_type="closed")
    change(zammad, CLOSED, active=False)
    assert client.post(f"/support/tickets/{number}/close").status == 200
    assert status(client, number) == "Done"

    change(zammad, done, active=False)
    assert status(client, number) == "Done"
    another = opened(client)
    assert client.post(f"/support/tickets/{another}/close").status == 409


def test_a_ticket_that_ran_into_a_deleted_state_is_shown_everywhere(
    zammad: Client, agent: Client, client: Client, tokens: Tokens
) -> None:
    number = opened(client)
    state_id = create(zammad, "waiting")
    waiting = shared_resources().fresh_states().get(state_id)
    assert zammad.delete(f"{STATES}/{state_id}").status == 200
    act(tokens["agent"]["token"], number, lambda ticket, now: handle(ticket, now, Handling(state=waiting)))

    assert status(client, number) == "Waiting"
    assert counted(agent, "") == counted(client, "") == (1, [1])
    assert zammad.delete(f"{STATES}/{MERGED}").status == 200
