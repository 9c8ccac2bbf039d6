"""States are changed while tickets wait in them: what is due is done by the states as they are at that moment."""

from datetime import timedelta

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain import state_changes
from polydesk.domain.state import StateType
from polydesk.domain.state_changes import Signature
from polydesk.storage.retry import Deadline
from tests.functional.callers import Tokens
from tests.functional.schedules.waiting import (
    CLOSED,
    NEW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    SWEEP,
    by_system,
    change_state,
    let_pass,
    opened,
    put_into,
    ticket,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def number(world: World, client: Client) -> int:
    """An open ticket of a desk where time passes as usual."""
    (number,) = opened(client)
    let_pass(world)
    return number


def test_another_next_state_takes_effect_for_tickets_that_wait_already(
    world: World, tokens: Tokens, number: int
) -> None:
    put_into(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    change_state(tokens, PENDING_CLOSE, next_state_id=OPEN)
    world.clock.advance(hours=1)
    let_pass(world)

    assert ticket(number).state_id == OPEN


def test_a_ticket_that_had_nowhere_to_go_goes_at_the_first_sweep_after_it_can(
    world: World, tokens: Tokens, number: int
) -> None:
    put_into(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    change_state(tokens, CLOSED, active=False)
    world.clock.advance(hours=1)
    let_pass(world)
    assert ticket(number).state_id == PENDING_CLOSE
    assert by_system(number) == ["reminded"]

    change_state(tokens, CLOSED, active=True)
    world.clock.advance(minutes=1)
    let_pass(world)

    assert ticket(number).state_id == CLOSED
    assert by_system(number) == ["reminded", "moved"]


def test_a_reminder_that_becomes_an_action_acts_at_the_next_sweep(world: World, tokens: Tokens, number: int) -> None:
    put_into(tokens, number, REMINDER, world.clock.now + HOUR)
    world.clock.advance(hours=1)
    let_pass(world)

    change_state(tokens, REMINDER, kind=StateType.PENDING_ACTION, next_state_id=CLOSED)
    world.clock.advance(minutes=1)
    let_pass(world)

    assert ticket(number).state_id == CLOSED


def test_a_state_that_no_longer_waits_keeps_its_tickets_and_clears_their_time_once(
    world: World, tokens: Tokens, number: int
) -> None:
    put_into(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    change_state(tokens, PENDING_CLOSE, kind=StateType.OPEN)
    world.clock.advance(hours=1)
    let_pass(world)
    let_pass(world)

    assert (ticket(number).state_id, ticket(number).pending_until) == (PENDING_CLOSE, None)
    assert by_system(number) == ["changed"]
    assert world.fire(SWEEP) == {"due": 0, "changed": 0}


def test_tickets_of_a_state_that_has_become_an_action_begin_to_wait(world: World, tokens: Tokens, number: int) -> None:
    change_state(tokens, NEW, kind=StateType.PENDING_ACTION, next_state_id=CLOSED)
    let_pass(world)
    assert ticket(number).pending_until == world.clock.now + timedelta(days=1)

    world.clock.advance(days=1)
    let_pass(world)

    assert ticket(number).state_id == CLOSED


@pytest.mark.parametrize("schedule", [SWEEP, "SchedulesReconcileIndex"])
def test_a_ticket_that_raced_into_a_deleted_state_goes_to_the_state_for_follow_ups(
    world: World, tokens: Tokens, number: int, schedule: str
) -> None:
    put_into(tokens, number, REMINDER, world.clock.now + 9 * HOUR)
    states = shared_resources().fresh_states()
    gone = state_changes.delete(states, REMINDER, Signature(world.clock.now, 1))
    shared_resources().state_rows.save(states, gone, [], Deadline(1.0))

    world.fire(schedule)
    world.pump()

    assert (ticket(number).state_id, ticket(number).pending_until) == (OPEN, None)
    assert by_system(number) == ["moved"]


def test_changes_that_do_not_concern_time_make_no_work(world: World, tokens: Tokens, number: int) -> None:
    change_state(tokens, PENDING_CLOSE, name="waiting", note="for the client")

    assert world.fire(SWEEP) == {"due": 0, "changed": 0}


def test_many_tickets_are_reviewed_a_part_at_a_time(
    world: World, client: Client, tokens: Tokens, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.state_review.TICKETS_PER_RUN", 2)
    numbers = [number, *opened(client, 4)]
    change_state(tokens, NEW, kind=StateType.PENDING_REMINDER)

    parts = []
    for _ in range(5):
        parts.append(world.fire(SWEEP)["changed"])
        world.pump()

    assert parts == [2, 2, 1, 0, 0]
    assert all(ticket(one).pending_until for one in numbers)


def test_a_ticket_that_comes_in_from_a_function_that_does_not_know_yet_is_not_forgotten(
    world: World, client: Client, tokens: Tokens, number: int
) -> None:
    before = shared_resources().fresh_states()
    change_state(tokens, NEW, kind=StateType.PENDING_REMINDER)
    let_pass(world)
    assert ticket(number).pending_until

    world.clock.advance(seconds=5)
    shared_resources().keep_states(before)
    (late,) = opened(client)
    assert ticket(late).pending_until is None
    world.clock.advance(minutes=1)
    let_pass(world)

    assert ticket(late).pending_until == world.clock.now + timedelta(days=1)
    assert by_system(late) == ["changed"]


def test_tickets_are_not_looked_at_again_once_every_function_knows(
    world: World, tokens: Tokens, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_state(tokens, NEW, kind=StateType.PENDING_REMINDER)
    for _ in range(2):
        let_pass(world)
        world.clock.advance(minutes=1)

    monkeypatch.setattr("polydesk.jobs.state_review.StateReview._queue_due", lambda *_: pytest.fail("it looks again"))
    for _ in range(3):
        let_pass(world)
        world.clock.advance(minutes=1)
