"""The index of facts follows the stream: through every kind of change, an outage and a purge."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain import actions
from polydesk.domain.facts import INDEXED_MOMENTS, Fact, FactKind, facts_of, moments_of
from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Assignee
from tests.functional.callers import Tokens
from tests.functional.internals import act, note
from tests.functional.queues import drain_queue
from tests.functional.schedules.timer_calls import mark_spam
from tests.functional.selectel.tickets import closed, commented, opened
from tools.faults import Killed, killed_after
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World


def indexed(world: World) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the items of facts and moments."""
    return {key: item for key, item in dump(world).items() if key[0][:2] in ("F#", "D#")}


def assert_indexed_as_it_is(number: int) -> None:
    """Check each fact and each moment of the ticket, and that it is in none of these that it does not have."""
    index, ticket = shared_resources().fact_index, shared_resources().tickets.get(number)
    assert ticket is not None
    for fact in facts_of(ticket):
        assert number in index.tickets_with(fact), fact
    for flag in (FactKind.UNRESPONDED, FactKind.BREACHED, FactKind.WITH_FILES):
        assert (number in index.tickets_with(Fact(flag))) == (Fact(flag) in facts_of(ticket)), flag
    for moment in INDEXED_MOMENTS:
        found = [at for at, one in index.in_order(moment, descending=True) if one == number]
        assert found == [at for known, at in moments_of(ticket).items() if known is moment], moment


def test_each_change_of_a_ticket_is_indexed(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    number, token = opened(client)["number"], tokens["agent"]["token"]
    changes: list[Callable[[], object]] = [
        lambda: agent.post(f"/support/tickets/{number}/comments", json={"body": "On it"}),
        lambda: note(token, number),
        lambda: act(token, number, lambda it, context: actions.assign(it, context, Assignee("group", 1))),
        lambda: act(token, number, lambda it, context: handle(it, context, Handling(tags=["VIP"], priority_id=3))),
        lambda: closed(client, number),
        lambda: client.post(f"/support/tickets/{number}/reopen", json={"body": "Again"}),
        lambda: client.get(f"/support/tickets/{number}/comments"),
    ]
    for change in changes:
        change()
        world.clock.advance(hours=11)
        world.pump()
        assert_indexed_as_it_is(number)
    assert drain_queue(world, "StreamsDead") == []


def test_a_star_is_indexed_until_it_is_removed(world: World, client: Client, tokens: Tokens) -> None:
    number = opened(client)["number"]
    star = Fact(FactKind.STARRED_BY, 3)
    act(tokens["agent"]["token"], number, lambda it, context: actions.star(it, context, 3, True))
    world.pump()
    assert list(shared_resources().fact_index.tickets_with(star).newest_first()) == [number]

    act(tokens["agent"]["token"], number, lambda it, context: actions.star(it, context, 3, False))
    world.pump()
    assert not shared_resources().fact_index.tickets_with(star)


def test_a_customer_who_reads_changes_nothing_in_the_index(world: World, client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    agent.post(f"/support/tickets/{number}/comments", json={"body": "On it"})
    world.pump()
    before = indexed(world)

    assert client.get(f"/support/tickets/{number}/comments").status == 200
    world.pump()

    ticket = shared_resources().tickets.get(number)
    assert ticket is not None
    assert ticket.is_customer_read
    assert indexed(world) == before


def test_a_purge_removes_facts_moments_and_stars(world: World, client: Client, tokens: Tokens) -> None:
    number = opened(client)["number"]
    act(tokens["agent"]["token"], number, lambda it, context: actions.star(it, context, 3, True))
    mark_spam(tokens, number, True)
    world.pump()
    assert indexed(world)

    world.clock.advance(days=31)
    world.fire("SchedulesPurgeSpam")
    world.pump()

    assert indexed(world) == {}


@pytest.mark.parametrize("calls", range(1, 30, 4))
def test_a_function_that_dies_anywhere_ends_at_the_rows(
    world: World, client: Client, agent: Client, calls: int
) -> None:
    number = opened(client)["number"]
    commented(agent, number)
    closed(client, number)
    with killed_after(calls), suppress(Killed):
        world.pump()

    world.pump()

    assert_indexed_as_it_is(number)
