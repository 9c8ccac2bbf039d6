"""Changes of states while tickets wait in them: timers apply the states as they are at that moment."""

from datetime import timedelta

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain import state_changes
from polydesk.domain.state import StateType
from polydesk.domain.state_changes import Signature
from polydesk.storage.retry import Deadline
from tests.functional.callers import Tokens
from tests.functional.schedules.timer_calls import (
    CLOSED,
    MERGED,
    NEW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    SWEEP,
    change_state,
    get_ticket,
    move_to_state,
    open_tickets,
    run_timers,
    system_kinds,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def number(world: World, client: Client) -> int:
    """An open ticket on a desk whose timers run."""
    (number,) = open_tickets(client)
    run_timers(world)
    return number


def test_a_new_next_state_applies_to_tickets_that_already_wait(world: World, tokens: Tokens, number: int) -> None:
    move_to_state(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    change_state(tokens, PENDING_CLOSE, next_state_id=OPEN)
    world.clock.advance(hours=1)
    run_timers(world)

    assert get_ticket(number).state_id == OPEN


def test_a_ticket_without_a_next_state_moves_in_the_first_sweep_after_it_has_one(
    world: World, tokens: Tokens, number: int
) -> None:
    move_to_state(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    change_state(tokens, CLOSED, active=False)
    world.clock.advance(hours=1)
    run_timers(world)
    assert get_ticket(number).state_id == PENDING_CLOSE
    assert system_kinds(number) == ["reminded"]

    change_state(tokens, CLOSED, active=True)
    world.clock.advance(minutes=1)
    run_timers(world)

    assert get_ticket(number).state_id == CLOSED
    assert system_kinds(number) == ["reminded", "moved"]


def test_a_reminder_state_that_becomes_an_action_state_acts_in_the_next_sweep(
    world: World, tokens: Tokens, number: int
) -> None:
    move_to_state(tokens, number, REMINDER, world.clock.now + HOUR)
    world.clock.advance(hours=1)
    run_timers(world)

    change_state(tokens, REMINDER, type=StateType.PENDING_ACTION, next_state_id=CLOSED)
    world.clock.advance(minutes=1)
    run_timers(world)

    assert get_ticket(number).state_id == CLOSED


def test_a_state_that_is_no_longer_pending_keeps_its_tickets_and_clears_their_time_once(
    world: World, tokens: Tokens, number: int
) -> None:
    move_to_state(tokens, number, PENDING_CLOSE, world.clock.now + HOUR)
    change_state(tokens, PENDING_CLOSE, type=StateType.OPEN)
    world.clock.advance(hours=1)
    run_timers(world)
    run_timers(world)

    assert (get_ticket(number).state_id, get_ticket(number).pending_until) == (PENDING_CLOSE, None)
    assert system_kinds(number) == ["changed"]
    assert world.fire(SWEEP) == {"due": 0, "changed": 0, "indexed": 0}


def test_tickets_of_a_state_that_becomes_an_action_state_begin_to_wait(
    world: World, tokens: Tokens, number: int
) -> None:
    change_state(tokens, NEW, type=StateType.PENDING_ACTION, next_state_id=CLOSED)
    run_timers(world)
    assert get_ticket(number).pending_until == world.clock.now + timedelta(days=1)

    world.clock.advance(days=1)
    run_timers(world)

    assert get_ticket(number).state_id == CLOSED


@pytest.mark.parametrize("schedule", [SWEEP, "SchedulesReconcileIndex"])
@pytest.mark.parametrize("state_id", [REMINDER, MERGED])
def test_a_ticket_that_raced_into_a_deleted_state_of_any_type_moves_to_the_follow_up_state(
    world: World, client: Client, tokens: Tokens, number: int, schedule: str, state_id: int
) -> None:
    move_to_state(tokens, number, state_id, world.clock.now + 9 * HOUR)
    states = shared_resources().fresh_states()
    gone = state_changes.delete(states, state_id, Signature(world.clock.now, 1))
    shared_resources().state_rows.save(states, gone, [], Deadline(1.0))

    world.fire(schedule)
    world.pump()

    ticket = get_ticket(number)
    assert (ticket.state_id, ticket.pending_until, ticket.closed_at) == (OPEN, None, None)
    assert system_kinds(number) == ["moved"]
    shared_resources().fresh_states()
    assert client.get(f"/support/tickets/{number}").json()["is_closed"] is False


def test_changes_that_do_not_affect_timers_queue_nothing(world: World, tokens: Tokens, number: int) -> None:
    change_state(tokens, PENDING_CLOSE, name="waiting", note="for the client")

    assert world.fire(SWEEP) == {"due": 0, "changed": 0, "indexed": 0}


def test_many_tickets_are_reviewed_in_parts(
    world: World, client: Client, tokens: Tokens, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.state_review.TICKETS_PER_RUN", 2)
    numbers = [number, *open_tickets(client, 4)]
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)

    parts = []
    for _ in range(5):
        parts.append(world.fire(SWEEP)["changed"])
        world.pump()

    assert parts == [2, 2, 1, 0, 0]
    assert all(get_ticket(one).pending_until for one in numbers)


def test_a_ticket_opened_with_outdated_states_is_reviewed(
    world: World, client: Client, tokens: Tokens, number: int
) -> None:
    before = shared_resources().fresh_states()
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)
    run_timers(world)
    assert get_ticket(number).pending_until

    world.clock.advance(seconds=5)
    shared_resources().keep_states(before)
    (late,) = open_tickets(client)
    assert get_ticket(late).pending_until is None
    world.clock.advance(minutes=1)
    run_timers(world)

    assert get_ticket(late).pending_until == world.clock.now + timedelta(days=1)
    assert system_kinds(late) == ["changed"]


def test_the_review_ends_when_every_function_has_the_new_states(
    world: World, tokens: Tokens, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_state(tokens, NEW, type=StateType.PENDING_REMINDER)
    for _ in range(2):
        run_timers(world)
        world.clock.advance(minutes=1)

    monkeypatch.setattr(
        "polydesk.jobs.state_review.StateReview._queue_due", lambda *_: pytest.fail("it is reviewed again")
    )
    for _ in range(3):
        run_timers(world)
        world.clock.advance(minutes=1)
