"""Tickets that wait for a time, and the time comes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.schedules.waiting import (
    CLOSED,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    SWEEP,
    by_system,
    history,
    let_pass,
    mark_spam,
    opened,
    put_into,
    queued,
    settle,
    ticket,
    told,
)
from tools.faults import Killed, before_the_first, killed_after
from tools.local_desk.client import Client
from tools.local_desk.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def number(world: World, client: Client, tokens: Tokens) -> int:
    """A ticket in `pending close` whose time comes in an hour."""
    (number,) = opened(client)
    put_into(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    world.pump()
    world.events()
    return number


def assert_closed_once(world: World, number: int) -> None:
    assert ticket(number).state_id == CLOSED
    assert by_system(number) == ["moved"]
    assert told(world.events(), number) == ["ticket.moved"]


def test_a_ticket_closes_within_a_minute_of_its_time(world: World, client: Client, number: int) -> None:
    world.clock.advance(minutes=59, seconds=30)
    let_pass(world)
    assert client.get(f"/support/tickets/{number}").json()["is_closed"] is False

    world.clock.advance(60)
    let_pass(world)

    shown = client.get(f"/support/tickets/{number}").json()
    assert shown["is_closed"] is True
    assert_closed_once(world, number)
    assert ticket(number).closed_at == world.clock.now


def test_it_closes_by_the_second_whatever_second_of_the_minute_the_schedule_runs_in(
    world: World, client: Client, tokens: Tokens
) -> None:
    (number,) = opened(client)
    put_into(tokens, number, PENDING_CLOSE, world.clock.now + timedelta(seconds=37.5))

    world.clock.advance(37)
    let_pass(world)
    assert ticket(number).state_id == PENDING_CLOSE
    world.clock.advance(1)
    let_pass(world)

    assert ticket(number).state_id == CLOSED


def test_sweeps_that_come_twice_and_messages_that_come_three_times_close_it_once(world: World, number: int) -> None:
    world.clock.advance(hours=1)
    world.fire(SWEEP)
    world.fire(SWEEP)
    message = queued(world, "Timers")[0]
    for _ in range(3):
        event = {"Records": [sqs_record(message, str(one)) for one in range(2)]}
        assert world.invoke("SchedulesActOnDueTickets", event) == {"batchItemFailures": []}
    let_pass(world)

    assert_closed_once(world, number)


def sqs_record(body: dict[str, Any], message_id: str) -> dict[str, Any]:
    return {"messageId": message_id, "body": json.dumps(body), "eventSource": "aws:sqs", "attributes": {}}


def test_a_client_who_writes_at_the_same_moment_keeps_it_open(world: World, client: Client, number: int) -> None:
    def reply() -> None:
        answer = client.post(f"/support/tickets/{number}/comments", json={"body": "Still broken"})
        assert answer.status == 200

    world.clock.advance(hours=1)
    with before_the_first("TransactWriteItems", reply):
        let_pass(world)

    assert ticket(number).state_id == OPEN
    assert by_system(number) == []
    let_pass(world)
    assert by_system(number) == []


def test_a_note_that_is_written_at_the_same_moment_does_not_keep_it_open(
    world: World, tokens: Tokens, number: int
) -> None:
    world.clock.advance(hours=1)
    with before_the_first("TransactWriteItems", lambda: note(tokens["agent"]["token"], number)):
        let_pass(world)

    assert [update.kind for update in history(number)] == ["opened", "moved", "noted", "moved"]
    assert [update.version for update in history(number)] == [1, 2, 3, 4]
    assert_closed_once(world, number)


@pytest.mark.parametrize("write", range(1, 6))
def test_wherever_the_functions_die_it_closes_once(world: World, number: int, write: int) -> None:
    world.clock.advance(hours=1)
    with killed_after(write) as done, pytest.raises(Killed):
        let_pass(world)
    # The sweep queues what is due and what a review of the states found, and notes the review; the worker moves the
    # ticket; the stream tells the bus.
    writes = ["SendMessageBatch", "SendMessageBatch", "PutItem", "TransactWriteItems", "PutEvents"]
    assert done == writes[:write]

    world.clock.advance(minutes=1)
    let_pass(world)

    assert_closed_once(world, number)


def test_a_day_late_it_closes_all_the_same(world: World, number: int) -> None:
    world.clock.advance(days=1)
    let_pass(world)

    assert_closed_once(world, number)
    assert ticket(number).closed_at == world.clock.now


def test_a_sweep_that_is_delivered_a_day_late_closes_what_was_due_then(world: World, number: int) -> None:
    scheduled = world.clock.advance(hours=1)
    world.clock.advance(days=1)
    let_pass(world, scheduled)

    assert_closed_once(world, number)
    assert ticket(number).closed_at == world.clock.now


def test_a_clock_that_goes_back_an_hour_neither_closes_early_nor_twice(world: World, number: int) -> None:
    world.clock.advance(hours=-1)
    let_pass(world)
    assert by_system(number) == []

    world.clock.advance(hours=2)
    let_pass(world)
    world.clock.advance(hours=-1)
    let_pass(world)

    assert_closed_once(world, number)


def test_the_last_second_of_a_year_is_a_second_like_any_other(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    last = datetime(2026, 12, 31, 23, 59, 59, 900_000, tzinfo=UTC)
    put_into(tokens, number, PENDING_CLOSE, last)

    let_pass(world, last.replace(microsecond=0))
    assert by_system(number) == []
    let_pass(world, datetime(2027, 1, 1, tzinfo=UTC))

    assert by_system(number) == ["moved"]


def test_a_ticket_that_was_moved_on_is_not_closed(world: World, tokens: Tokens, number: int) -> None:
    put_into(tokens, number, OPEN)
    world.clock.advance(days=1)
    let_pass(world)

    assert ticket(number).state_id == OPEN
    assert by_system(number) == []


def test_spam_waits_until_it_turns_out_to_be_none(world: World, tokens: Tokens, number: int) -> None:
    mark_spam(tokens, number, True)
    world.clock.advance(hours=2)
    let_pass(world)
    assert by_system(number) == []

    mark_spam(tokens, number, False)
    let_pass(world)

    assert_closed_once(world, number)


def test_staff_are_reminded_every_day_until_the_ticket_moves(world: World, client: Client, tokens: Tokens) -> None:
    (number,) = opened(client)
    put_into(tokens, number, REMINDER, world.clock.now + HOUR)
    before = client.get(f"/support/tickets/{number}").json()
    for _ in range(3 * 3):
        world.clock.advance(hours=8)
        let_pass(world)
        let_pass(world)

    assert client.get(f"/support/tickets/{number}").json() == before
    assert by_system(number) == ["reminded"] * 3
    assert told(world.events(), number) == ["ticket.reminded"] * 3

    put_into(tokens, number, OPEN)
    world.clock.advance(days=2)
    let_pass(world)
    assert by_system(number) == ["reminded"] * 3


def test_more_tickets_than_a_batch_holds_are_all_closed(world: World, client: Client, tokens: Tokens) -> None:
    numbers = opened(client, 12)
    for number in numbers:
        put_into(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    world.clock.advance(hours=1)
    let_pass(world)

    assert [by_system(number) for number in numbers] == [["moved"]] * 12
    assert client.get("/support/tickets", params={"only_closed": "true"}).json()["item_count"] == 12


def test_what_one_sweep_does_not_take_the_next_one_does(
    world: World, client: Client, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.timer_sweep.TICKETS_PER_PARTITION", 1)
    settle(world)
    numbers = []
    for _ in range(3):
        numbers += opened(client)
        put_into(tokens, numbers[-1], PENDING_CLOSE, world.clock.now + HOUR)
        shared_resources().table.count_up(
            keys.counter("ticket"), by=keys.DUE_SHARDS - 1
        )  # the next one is in the same partition
    world.clock.advance(hours=1)

    sweeps = []
    for _ in range(3):
        sweeps.append(world.fire(SWEEP)["due"])
        world.pump()

    assert sweeps == [1, 1, 1]
    assert [by_system(number) for number in numbers] == [["moved"]] * 3
