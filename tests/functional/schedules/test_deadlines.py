"""What staff and clients owe each other: the first answer, and a reply."""

from datetime import timedelta

import pytest

from tests.functional.callers import Tokens
from tests.functional.schedules.waiting import (
    CLOSED,
    NEW,
    OPEN,
    REMINDER,
    by_system,
    let_pass,
    opened,
    put_into,
    ticket,
    told,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

ESCALATES = pytest.mark.parametrize("parameters", [{"FirstResponseMinutes": "60"}])
CLOSES = pytest.mark.parametrize("parameters", [{"AutoCloseDays": "7"}])


@ESCALATES
def test_a_ticket_that_nobody_answers_in_time_escalates_once(world: World, client: Client) -> None:
    (number,) = opened(client)
    world.clock.advance(minutes=59)
    let_pass(world)
    assert by_system(number) == []

    for _ in range(3):
        world.clock.advance(minutes=1)
        let_pass(world)

    assert (ticket(number).sla_breaches, ticket(number).state_id) == (1, NEW)
    assert by_system(number) == ["escalated"]
    assert told(world.events(), number) == ["ticket.escalated"]


@ESCALATES
def test_an_answer_in_time_keeps_it_from_escalating(world: World, client: Client, agent: Client) -> None:
    (number,) = opened(client)
    agent.post(f"/support/tickets/{number}/comments", json={"body": "On it"})
    world.clock.advance(hours=2)
    let_pass(world)

    assert by_system(number) == []


@ESCALATES
def test_it_does_not_escalate_where_escalation_is_ignored_and_does_when_it_comes_back(
    world: World, client: Client, tokens: Tokens
) -> None:
    (number,) = opened(client)
    put_into(tokens, number, REMINDER, world.clock.now + timedelta(days=9))
    world.clock.advance(days=1)
    let_pass(world)
    assert by_system(number) == []

    put_into(tokens, number, OPEN)
    let_pass(world)

    assert by_system(number) == ["escalated"]


@CLOSES
def test_a_ticket_that_waits_for_its_client_is_closed(world: World, client: Client, agent: Client) -> None:
    (number,) = opened(client)
    agent.post(f"/support/tickets/{number}/comments", json={"body": "Did that help?"})
    world.clock.advance(days=7)
    let_pass(world)
    let_pass(world)

    assert (ticket(number).state_id, ticket(number).closed_at) == (CLOSED, world.clock.now)
    assert by_system(number) == ["closed"]
    assert told(world.events(), number) == ["ticket.closed"]


@CLOSES
def test_a_client_who_replies_in_time_keeps_it_open(world: World, client: Client, agent: Client) -> None:
    (number,) = opened(client)
    agent.post(f"/support/tickets/{number}/comments", json={"body": "Did that help?"})
    client.post(f"/support/tickets/{number}/comments", json={"body": "No"})
    world.clock.advance(days=30)
    let_pass(world)

    assert by_system(number) == []


def test_a_desk_that_asks_for_neither_leaves_tickets_alone(world: World, client: Client, agent: Client) -> None:
    silent, answered = opened(client, 2)
    agent.post(f"/support/tickets/{answered}/comments", json={"body": "Did that help?"})
    world.clock.advance(days=365)
    let_pass(world)

    assert by_system(silent) == by_system(answered) == []
