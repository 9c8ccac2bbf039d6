"""Tickets in pending states when their time comes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.queues import drain_queue
from tests.functional.schedules.timer_calls import (
    CLOSED,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    SWEEP,
    complete_state_review,
    get_ticket,
    history,
    mark_spam,
    move_to_state,
    open_tickets,
    run_timers,
    system_events,
    system_kinds,
)
from tools.faults import Killed, before_the_first, killed_after
from tools.local_desk.client import Client
from tools.local_desk.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def number(world: World, client: Client, tokens: Tokens) -> int:
    """A ticket in `pending close` that is due in an hour."""
    (number,) = open_tickets(client)
    move_to_state(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    world.pump()
    world.events()
    return number


def assert_closed_once(world: World, number: int) -> None:
    assert get_ticket(number).state_id == CLOSED
    assert system_kinds(number) == ["moved"]
    assert system_events(world.events(), number) == ["ticket.moved"]


def test_a_ticket_closes_within_a_minute_of_its_time(world: World, client: Client, number: int) -> None:
    world.clock.advance(minutes=59, seconds=30)
    run_timers(world)
    assert client.get(f"/support/tickets/{number}").json()["is_closed"] is False

    world.clock.advance(60)
    run_timers(world)

    shown = client.get(f"/support/tickets/{number}").json()
    assert shown["is_closed"] is True
    assert_closed_once(world, number)
    assert get_ticket(number).closed_at == world.clock.now


def test_a_ticket_closes_in_the_first_sweep_after_its_second(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    move_to_state(tokens, number, PENDING_CLOSE, world.clock.now + timedelta(seconds=37.5))

    world.clock.advance(37)
    run_timers(world)
    assert get_ticket(number).state_id == PENDING_CLOSE
    world.clock.advance(1)
    run_timers(world)

    assert get_ticket(number).state_id == CLOSED


def test_repeated_sweeps_and_messages_close_a_ticket_once(world: World, number: int) -> None:
    world.clock.advance(hours=1)
    world.fire(SWEEP)
    world.fire(SWEEP)
    message = drain_queue(world, "Timers")[0]
    for _ in range(3):
        event = {"Records": [sqs_record(message, str(one)) for one in range(2)]}
        assert world.invoke("SchedulesActOnDueTickets", event) == {"batchItemFailures": []}
    run_timers(world)

    assert_closed_once(world, number)


def sqs_record(body: dict[str, Any], message_id: str) -> dict[str, Any]:
    return {"messageId": message_id, "body": json.dumps(body), "eventSource": "aws:sqs", "attributes": {}}


def test_a_reply_at_the_same_moment_keeps_the_ticket_open(world: World, client: Client, number: int) -> None:
    def reply() -> None:
        answer = client.post(f"/support/tickets/{number}/comments", json={"body": "Still broken"})
        assert answer.status == 200

    world.clock.advance(hours=1)
    with before_the_first("TransactWriteItems", reply):
        run_timers(world)

    assert get_ticket(number).state_id == OPEN
    assert system_kinds(number) == []
    run_timers(world)
    assert system_kinds(number) == []


def test_a_note_at_the_same_moment_does_not_keep_the_ticket_open(world: World, tokens: Tokens, number: int) -> None:
    world.clock.advance(hours=1)
    with before_the_first("TransactWriteItems", lambda: note(tokens["agent"]["token"], number)):
        run_timers(world)

    assert [entry.kind for entry in history(number)] == ["opened", "moved", "noted", "moved"]
    assert [entry.version for entry in history(number)] == [1, 2, 3, 4]
    assert_closed_once(world, number)


@pytest.mark.parametrize("write", range(1, 6))
def test_a_ticket_closes_once_wherever_the_functions_die(world: World, number: int, write: int) -> None:
    world.clock.advance(hours=1)
    with killed_after(write) as done, pytest.raises(Killed):
        run_timers(world)
    # The sweep queues due tickets, the review of states queues its own and saves how far it got, the worker moves the
    # ticket, and the stream function puts the event on the bus.
    writes = ["SendMessageBatch", "SendMessageBatch", "PutItem", "TransactWriteItems", "PutEvents"]
    assert done == writes[:write]

    world.clock.advance(minutes=1)
    run_timers(world)

    assert_closed_once(world, number)


def test_a_sweep_a_day_late_closes_the_ticket(world: World, number: int) -> None:
    world.clock.advance(days=1)
    run_timers(world)

    assert_closed_once(world, number)
    assert get_ticket(number).closed_at == world.clock.now


def test_a_sweep_delivered_a_day_late_closes_what_was_due_at_its_time(world: World, number: int) -> None:
    scheduled = world.clock.advance(hours=1)
    world.clock.advance(days=1)
    run_timers(world, scheduled)

    assert_closed_once(world, number)
    assert get_ticket(number).closed_at == world.clock.now


def test_a_clock_set_back_closes_a_ticket_neither_early_nor_twice(world: World, number: int) -> None:
    world.clock.advance(hours=-1)
    run_timers(world)
    assert system_kinds(number) == []

    world.clock.advance(hours=2)
    run_timers(world)
    world.clock.advance(hours=-1)
    run_timers(world)

    assert_closed_once(world, number)


def test_a_ticket_due_in_the_last_second_of_a_year_moves(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    last = datetime(2026, 12, 31, 23, 59, 59, 900_000, tzinfo=UTC)
    move_to_state(tokens, number, PENDING_CLOSE, last)

    run_timers(world, last.replace(microsecond=0))
    assert system_kinds(number) == []
    run_timers(world, datetime(2027, 1, 1, tzinfo=UTC))

    assert system_kinds(number) == ["moved"]


def test_a_ticket_that_has_left_the_state_is_not_closed(world: World, tokens: Tokens, number: int) -> None:
    move_to_state(tokens, number, OPEN)
    world.clock.advance(days=1)
    run_timers(world)

    assert get_ticket(number).state_id == OPEN
    assert system_kinds(number) == []


def test_spam_is_closed_only_after_it_is_unmarked(world: World, tokens: Tokens, number: int) -> None:
    mark_spam(tokens, number, True)
    world.clock.advance(hours=2)
    run_timers(world)
    assert system_kinds(number) == []

    mark_spam(tokens, number, False)
    run_timers(world)

    assert_closed_once(world, number)


def test_staff_are_reminded_every_day_until_the_ticket_moves(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = open_tickets(client)
    move_to_state(tokens, number, REMINDER, world.clock.now + HOUR)
    before = client.get(f"/support/tickets/{number}").json()
    for _ in range(3 * 3):
        world.clock.advance(hours=8)
        run_timers(world)
        run_timers(world)

    assert client.get(f"/support/tickets/{number}").json() == before
    assert system_kinds(number) == ["reminded"] * 3
    assert system_events(world.events(), number) == ["ticket.reminded"] * 3

    move_to_state(tokens, number, OPEN)
    world.clock.advance(days=2)
    run_timers(world)
    assert system_kinds(number) == ["reminded"] * 3


def test_more_tickets_than_one_batch_are_all_closed(world: World, client: Client, tokens: Tokens) -> None:
    numbers = open_tickets(client, 12)
    for number in numbers:
        move_to_state(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    world.clock.advance(hours=1)
    run_timers(world)

    assert [system_kinds(number) for number in numbers] == [["moved"]] * 12
    assert client.get("/support/tickets", params={"only_closed": "true"}).json()["item_count"] == 12


def test_the_next_sweep_takes_what_a_full_sweep_has_left(
    world: World, client: Client, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.timer_sweep.TICKETS_PER_PARTITION", 1)
    complete_state_review(world)
    numbers = []
    for _ in range(3):
        numbers += open_tickets(client)
        move_to_state(tokens, numbers[-1], PENDING_CLOSE, world.clock.now + HOUR)
        shared_resources().table.count_up(
            keys.counter("ticket"), by=keys.DUE_SHARDS - 1
        )  # the next one is in the same partition
    world.clock.advance(hours=1)

    sweeps = []
    for _ in range(3):
        sweeps.append(world.fire(SWEEP)["due"])
        world.pump()

    assert sweeps == [1, 1, 1]
    assert [system_kinds(number) for number in numbers] == [["moved"]] * 3
