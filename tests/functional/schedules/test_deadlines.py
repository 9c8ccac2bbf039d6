"""First-response deadlines and the automatic closing of tickets that wait for a reply."""

from datetime import timedelta

import pytest

from tests.functional.callers import Tokens
from tests.functional.schedules.timer_calls import (
    CLOSED,
    NEW,
    OPEN,
    REMINDER,
    get_ticket,
    move_to_state,
    open_tickets,
    run_timers,
    system_events,
    system_kinds,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

ESCALATES = pytest.mark.parametrize("parameters", [{"FirstResponseMinutes": "60"}])
CLOSES = pytest.mark.parametrize("parameters", [{"AutoCloseDays": "7"}])


@ESCALATES
def test_an_unanswered_ticket_escalates_once(world: World, client: Client) -> None:
    (number,) = open_tickets(client)
    world.clock.advance(minutes=59)
    run_timers(world)
    assert system_kinds(number) == []

    for _ in range(3):
        world.clock.advance(minutes=1)
        run_timers(world)

    assert (get_ticket(number).sla_breaches, get_ticket(number).state_id) == (1, NEW)
    assert system_kinds(number) == ["escalated"]
    assert system_events(world.events(), number) == ["ticket.escalated"]


@ESCALATES
def test_an_answer_in_time_prevents_the_escalation(world: World, client: Client, agent: Client) -> None:
    (number,) = open_tickets(client)
    agent.post(f"/support/tickets/{number}/comments", json={"body": "On it"})
    world.clock.advance(hours=2)
    run_timers(world)

    assert system_kinds(number) == []


@ESCALATES
def test_a_state_that_ignores_escalation_delays_it_until_the_ticket_moves_on(
    world: World, client: Client, tokens: Tokens
) -> None:
    (number,) = open_tickets(client)
    move_to_state(tokens, number, REMINDER, world.clock.now + timedelta(days=9))
    world.clock.advance(days=1)
    run_timers(world)
    assert system_kinds(number) == []

    move_to_state(tokens, number, OPEN)
    run_timers(world)

    assert system_kinds(number) == ["escalated"]


@CLOSES
def test_a_ticket_that_waits_for_its_customer_is_closed(world: World, client: Client, agent: Client) -> None:
    (number,) = open_tickets(client)
    agent.post(f"/support/tickets/{number}/comments", json={"body": "Did that help?"})
    world.clock.advance(days=7)
    run_timers(world)
    run_timers(world)

    assert (get_ticket(number).state_id, get_ticket(number).closed_at) == (CLOSED, world.clock.now)
    assert system_kinds(number) == ["closed"]
    assert system_events(world.events(), number) == ["ticket.closed"]


@CLOSES
def test_a_reply_in_time_keeps_the_ticket_open(world: World, client: Client, agent: Client) -> None:
    (number,) = open_tickets(client)
    agent.post(f"/support/tickets/{number}/comments", json={"body": "Did that help?"})
    client.post(f"/support/tickets/{number}/comments", json={"body": "No"})
    world.clock.advance(days=30)
    run_timers(world)

    assert system_kinds(number) == []


def test_without_deadlines_tickets_stay_open(world: World, client: Client, agent: Client) -> None:
    silent, answered = open_tickets(client, 2)
    agent.post(f"/support/tickets/{answered}/comments", json={"body": "Did that help?"})
    world.clock.advance(days=365)
    run_timers(world)

    assert system_kinds(silent) == system_kinds(answered) == []
