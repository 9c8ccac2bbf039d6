"""Applying timers to the tickets of tasks."""

import json
from dataclasses import replace

import pytest

from polydesk.domain.errors import Unavailable, WriteConflict
from polydesk.domain.state import StateType
from polydesk.jobs.timer_task import TimerTask
from polydesk.jobs.timer_worker import MAX_STEPS, SNOOZE, TimerWorker
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.timer_index import TimerEntry
from tests.unit.domain.samples import CLOSED, HOUR, NOW, OPEN, PENDING_CLOSE, STATES, customer_ticket, states_with
from tests.unit.jobs.fakes import FakeResources

TASK = TimerTask(1, NOW, "key")
DUE = customer_ticket(state_id=PENDING_CLOSE, pending_until=NOW)


def test_a_due_ticket_moves_on() -> None:
    fake = FakeResources(DUE)

    assert TimerWorker(fake.resources, NOW).apply(TASK) == 1

    assert fake.rows_by_number[1].state_id == CLOSED


def test_a_task_that_arrives_twice_is_applied_once() -> None:
    fake = FakeResources(DUE)
    worker = TimerWorker(fake.resources, NOW)

    assert [worker.apply(TASK), worker.apply(TASK)] == [1, 0]


def test_a_task_takes_effect_as_of_its_own_time_when_the_clock_is_behind() -> None:
    fake = FakeResources(DUE)

    assert TimerWorker(fake.resources, NOW - HOUR).apply(TASK) == 1


def test_a_ticket_that_does_not_exist_is_skipped() -> None:
    assert TimerWorker(FakeResources().resources, NOW).apply(TASK) == 0


def test_a_ticket_that_changes_meanwhile_is_read_again() -> None:
    fake = FakeResources(DUE)
    fake.commit_errors = [VersionMismatch()]

    assert TimerWorker(fake.resources, NOW).apply(TASK) == 1


def test_states_in_a_cycle_end_after_some_steps() -> None:
    states = states_with(OPEN, type=StateType.PENDING_ACTION, next_state_id=PENDING_CLOSE)
    next_open = replace(STATES.rows[PENDING_CLOSE], next_state_id=OPEN)
    states = replace(states, rows={**states.rows, PENDING_CLOSE: next_open})
    fake = FakeResources(DUE, states=states, pending_default_days=0)

    assert TimerWorker(fake.resources, NOW).apply(TASK) == MAX_STEPS


def test_a_misplaced_ticket_that_is_not_due_is_indexed_again() -> None:
    fake = FakeResources(customer_ticket())
    fake.misplaced = {1}

    assert TimerWorker(fake.resources, NOW).apply(TASK) == 0

    assert fake.misplaced == set()


def test_a_ticket_whose_timer_cannot_be_applied_is_snoozed() -> None:
    fake = FakeResources(DUE)
    fake.commit_errors = [ZeroDivisionError()]

    with pytest.raises(ZeroDivisionError):
        TimerWorker(fake.resources, NOW).apply(TASK)

    assert fake.snoozed == [(TimerEntry(1, "key"), NOW + SNOOZE)]


@pytest.mark.parametrize("outage", [Unavailable(), WriteConflict()])
def test_a_ticket_is_not_snoozed_for_an_outage(outage: Exception) -> None:
    fake = FakeResources(DUE)
    fake.commit_errors = [outage]

    with pytest.raises(type(outage)):
        TimerWorker(fake.resources, NOW).apply(TASK)

    assert fake.snoozed == []


def test_a_message_is_a_task() -> None:
    fake = FakeResources(DUE)

    assert TimerWorker(fake.resources, NOW).process(json.dumps(TASK.to_message())) == 1


@pytest.mark.parametrize("message", ["", "[]", '{"number": "none"}'])
def test_a_malformed_message_is_logged_and_raises(message: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        TimerWorker(FakeResources().resources, NOW).process(message)

    [line] = caplog.records
    assert (line.getMessage(), vars(line)["task"]) == ("ticket timer failed", message)


def test_a_failure_is_logged_with_the_ticket_and_the_error(caplog: pytest.LogCaptureFixture) -> None:
    fake = FakeResources(DUE)
    fake.commit_errors = [ZeroDivisionError()]

    with pytest.raises(ZeroDivisionError):
        TimerWorker(fake.resources, NOW).process(json.dumps(TASK.to_message()))

    [line] = caplog.records
    assert (line.getMessage(), line.levelname, vars(line)["ticket"]) == ("ticket timer failed", "ERROR", 1)
    assert line.exc_info
    assert line.exc_info[0] is ZeroDivisionError


def test_only_messages_that_failed_are_delivered_again() -> None:
    fake = FakeResources(DUE)
    task = json.dumps(TASK.to_message())

    failed = TimerWorker(fake.resources, NOW).process_each([("a", "{}"), ("b", task), ("c", "no JSON"), ("d", task)])

    assert (failed, fake.rows_by_number[1].state_id) == (["a", "c"], CLOSED)
