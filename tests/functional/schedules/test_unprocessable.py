"""Tickets and messages that the timer worker cannot process."""

from datetime import timedelta
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.state import StateType
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests.functional.callers import Tokens
from tests.functional.queues import drain_queue
from tests.functional.schedules.timer_calls import (
    NEW,
    PENDING_CLOSE,
    SWEEP,
    change_state,
    complete_state_review,
    get_ticket,
    move_to_state,
    open_tickets,
    run_timers,
    system_kinds,
)
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def numbers(world: World, client: Client, tokens: Tokens) -> list[int]:
    """Three due tickets on a desk whose states have been reviewed."""
    complete_state_review(world)
    numbers = open_tickets(client, 3)
    for number in numbers:
        move_to_state(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    world.pump()
    world.clock.advance(hours=1)
    return numbers


def set_customer(number: int, customer_id: int | None = None) -> None:
    """Set the customer in the ticket's row; without one the row cannot be read."""
    shared_resources().table.write(UpdateItem(keys.ticket(number), {"client": customer_id}))


def test_an_unreadable_ticket_is_dead_lettered_and_the_others_close(world: World, numbers: list[int]) -> None:
    first, unreadable, last = numbers
    set_customer(unreadable)
    run_timers(world)

    assert system_kinds(first) == system_kinds(last) == ["moved"]
    assert [message["number"] for message in drain_queue(world, "TimersDead")] == [unreadable]


def test_an_unreadable_ticket_is_snoozed_and_closes_once_repaired(world: World, numbers: list[int]) -> None:
    unreadable = numbers[1]
    customer_id = get_ticket(unreadable).customer_id
    set_customer(unreadable)
    run_timers(world)
    world.clock.advance(minutes=1)
    assert world.fire(SWEEP)["due"] == 0

    set_customer(unreadable, customer_id)
    world.clock.advance(hours=1)
    run_timers(world)

    assert system_kinds(unreadable) == ["moved"]


def test_an_unreadable_ticket_does_not_stop_the_review_of_others(
    world: World, client: Client, tokens: Tokens, numbers: list[int]
) -> None:
    unreadable, other = open_tickets(client, 2)
    set_customer(unreadable)
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)
    run_timers(world)

    assert system_kinds(other) == ["changed"]
    assert [message["number"] for message in drain_queue(world, "TimersDead")] == [unreadable]


@pytest.mark.parametrize(
    ("schedule", "damage"),
    [
        (SWEEP, {"opened_by": 7}),
        (SWEEP, {"assignee": ["person", 3]}),
        (SWEEP, {"created": "yesterday"}),
        (SWEEP, {"updated": 10**30}),
        (SWEEP, {"due_date": 5}),
        (SWEEP, {"tags": 5}),
        (SWEEP, {"vote": "good"}),
        (SWEEP, {"state": [NEW]}),
        (SWEEP, {"version": "one"}),
        (SWEEP, {"version": None}),
        ("SchedulesReconcileIndex", {"opened_by": 7}),
        ("SchedulesReconcileIndex", {"version": "one"}),
    ],
    ids=str,
)
def test_a_row_with_a_value_of_a_wrong_type_does_not_stop_the_review_of_others(
    world: World, client: Client, tokens: Tokens, schedule: str, damage: dict[str, Any]
) -> None:
    complete_state_review(world)
    first, damaged, last = open_tickets(client, 3)
    shared_resources().table.write(UpdateItem(keys.ticket(damaged), damage))
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)

    world.fire(schedule)
    world.pump()

    assert [system_kinds(number) for number in (first, damaged, last)] == [["changed"], [], ["changed"]]
    assert [message["number"] for message in drain_queue(world, "TimersDead")] == [damaged]


def test_a_malformed_message_is_dead_lettered(world: World, numbers: list[int]) -> None:
    (url,) = (queue.url for queue in world.template.queues if queue.logical_id == "Timers")
    world.aws.sqs.send_message(QueueUrl=url, MessageBody='{"number": "none"}')
    run_timers(world)

    assert [system_kinds(number) for number in numbers] == [["moved"]] * 3
    assert drain_queue(world, "TimersDead") == [{"number": "none"}]


def test_messages_that_the_queue_refuses_are_sent_again(world: World, numbers: list[int]) -> None:
    refused: list[str] = []

    def refuse_one(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        if operation != "SendMessageBatch" or refused:
            return proceed()
        entry = arguments["Entries"].pop(1)
        refused.append(entry["MessageBody"])
        answer = proceed()
        failed = {"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"}
        return {**answer, "Failed": [failed]}

    with intercepted(refuse_one):
        run_timers(world)

    assert len(refused) == 1
    assert [system_kinds(number) for number in numbers] == [["moved"]] * 3


def test_a_stray_index_entry_is_found_once(world: World, client: Client) -> None:
    run_timers(world)
    (number,) = open_tickets(client)
    stray = {"due_shard": keys.due_shard(number), "due_at": keys.due_at(world.clock.now, number)}
    shared_resources().table.write(UpdateItem(keys.ticket(number), stray))

    assert world.fire(SWEEP)["due"] == 1
    world.pump()

    assert world.fire(SWEEP)["due"] == 0
    assert system_kinds(number) == []
