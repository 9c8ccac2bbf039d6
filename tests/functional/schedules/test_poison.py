"""What cannot be acted on keeps nothing else from happening, and is put where somebody sees it."""

from datetime import timedelta
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.state import StateType
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests.functional.callers import Tokens
from tests.functional.schedules.waiting import (
    NEW,
    PENDING_CLOSE,
    SWEEP,
    by_system,
    change_state,
    let_pass,
    opened,
    put_into,
    queued,
    settle,
    ticket,
)
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def numbers(world: World, client: Client, tokens: Tokens) -> list[int]:
    """Three tickets that are due; time has passed as usual until then."""
    settle(world)
    numbers = opened(client, 3)
    for number in numbers:
        put_into(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    world.pump()
    world.clock.advance(hours=1)
    return numbers


def damage(number: int, customer_id: int | None = None) -> None:
    """A row that nobody can read, or one that is whole again."""
    shared_resources().table.write(UpdateItem(keys.ticket(number), {"client": customer_id}))


def test_a_ticket_that_cannot_be_read_ends_in_the_dead_letter_queue_and_the_others_close(
    world: World, numbers: list[int]
) -> None:
    first, poison, last = numbers
    damage(poison)
    let_pass(world)

    assert by_system(first) == by_system(last) == ["moved"]
    assert [message["number"] for message in queued(world, "TimersDead")] == [poison]


def test_such_a_ticket_does_not_come_with_every_sweep_and_is_acted_on_when_it_is_whole_again(
    world: World, numbers: list[int]
) -> None:
    poison = numbers[1]
    customer_id = ticket(poison).customer_id
    damage(poison)
    let_pass(world)
    world.clock.advance(minutes=1)
    assert world.fire(SWEEP)["due"] == 0

    damage(poison, customer_id)
    world.clock.advance(hours=1)
    let_pass(world)

    assert by_system(poison) == ["moved"]


def test_a_ticket_that_cannot_be_read_does_not_keep_others_from_a_review(
    world: World, client: Client, tokens: Tokens, numbers: list[int]
) -> None:
    poison, other = opened(client, 2)
    damage(poison)
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)
    let_pass(world)

    assert by_system(other) == ["changed"]
    assert [message["number"] for message in queued(world, "TimersDead")] == [poison]


def test_a_message_that_is_none_ends_in_the_dead_letter_queue(world: World, numbers: list[int]) -> None:
    (url,) = (queue.url for queue in world.template.queues if queue.logical_id == "Timers")
    world.aws.sqs.send_message(QueueUrl=url, MessageBody='{"number": "none"}')
    let_pass(world)

    assert [by_system(number) for number in numbers] == [["moved"]] * 3
    assert queued(world, "TimersDead") == [{"number": "none"}]


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
        let_pass(world)

    assert len(refused) == 1
    assert [by_system(number) for number in numbers] == [["moved"]] * 3


def test_an_entry_of_the_index_that_has_lost_its_timer_is_found_once(world: World, client: Client) -> None:
    let_pass(world)
    (number,) = opened(client)
    stray = {"due_shard": keys.due_shard(number), "due_at": keys.due_at(world.clock.now, number)}
    shared_resources().table.write(UpdateItem(keys.ticket(number), stray))

    assert world.fire(SWEEP)["due"] == 1
    world.pump()

    assert world.fire(SWEEP)["due"] == 0
    assert by_system(number) == []
