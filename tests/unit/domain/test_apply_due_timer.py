"""What happens when a timer of a ticket expires."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polydesk.domain.actions import mark_spam, reply
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Step
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import SYSTEM
from polydesk.domain.state import NoStateOfType, States, StateType
from polydesk.domain.ticket import Message, Ticket
from polydesk.domain.timers import apply_due_timer, next_due
from tests.unit.domain.samples import (
    AGENT,
    CLOSED,
    CUSTOMER,
    DAY,
    HOUR,
    MERGED,
    NEW,
    NOW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    REMOVED,
    STATES,
    apply_due_timers,
    context,
    customer_ticket,
    states_with,
)


def due_step(ticket: Ticket, now: ActionContext) -> Step:
    """Return the step of the due timer; the test fails when there is none."""
    step = apply_due_timer(ticket, now)
    assert step is not None
    assert step.entry.by == SYSTEM
    assert step.entry.at == now.at
    return step


def pending_ticket(state_id: int, until: datetime = NOW + HOUR, **changes: Any) -> Ticket:
    return customer_ticket(state_id=state_id, pending_until=until, **changes)


def test_nothing_happens_before_a_timer_expires() -> None:
    ticket = pending_ticket(PENDING_CLOSE, first_response_due_at=NOW + HOUR, auto_close_at=NOW + HOUR)

    assert apply_due_timer(ticket, context(NOW + HOUR - timedelta(milliseconds=1))) is None


class TestPendingAction:
    def test_the_ticket_moves_to_the_next_state_and_the_timer_is_cleared(self) -> None:
        after = due_step(pending_ticket(PENDING_CLOSE), context(NOW + HOUR)).after

        assert (after.state_id, after.pending_until, after.closed_at) == (CLOSED, None, NOW + HOUR)
        assert next_due(after) is None

    def test_the_move_is_one_entry_of_the_history(self) -> None:
        entry = due_step(pending_ticket(PENDING_CLOSE), context(NOW + HOUR)).entry

        assert entry.kind == "moved"
        assert [(one.field, one.old, one.new) for one in entry.changes] == [("state_id", PENDING_CLOSE, CLOSED)]

    def test_the_ticket_moves_however_late_it_is(self) -> None:
        after = due_step(pending_ticket(PENDING_CLOSE), context(NOW + 400 * DAY)).after

        assert (after.state_id, after.closed_at) == (CLOSED, NOW + 400 * DAY)

    def test_the_current_next_state_counts(self) -> None:
        states = states_with(PENDING_CLOSE, next_state_id=OPEN)

        after = due_step(pending_ticket(PENDING_CLOSE), context(NOW + HOUR, states=states)).after

        assert (after.state_id, after.closed_at) == (OPEN, None)

    def test_a_pending_next_state_waits_for_the_default_time(self) -> None:
        states = states_with(PENDING_CLOSE, next_state_id=REMINDER)

        after = due_step(pending_ticket(PENDING_CLOSE), context(NOW + HOUR, states=states)).after

        assert (after.state_id, after.pending_until) == (REMINDER, NOW + HOUR + DAY)

    @pytest.mark.parametrize(
        "states",
        [
            states_with(PENDING_CLOSE, next_state_id=None),
            states_with(PENDING_CLOSE, next_state_id=PENDING_CLOSE),
            states_with(PENDING_CLOSE, next_state_id=99),
            states_with(CLOSED, active=False),
            states_with(CLOSED, deleted=True),
        ],
        ids=["none", "itself", "unknown", "inactive", "deleted"],
    )
    def test_staff_are_reminded_until_there_is_a_usable_next_state(self, states: States) -> None:
        reminded = due_step(pending_ticket(PENDING_CLOSE), context(NOW + HOUR, states=states))

        assert reminded.entry.kind == "reminded"
        assert reminded.after.state_id == PENDING_CLOSE
        assert apply_due_timer(reminded.after, context(NOW + 2 * HOUR, states=states)) is None
        assert due_step(reminded.after, context(NOW + 2 * HOUR)).after.state_id == CLOSED

    def test_a_reply_of_the_customer_clears_the_timer(self) -> None:
        step = reply(pending_ticket(PENDING_CLOSE), context(by=CUSTOMER), Message("Still broken"))

        assert step is not None
        assert step.after.state_id == OPEN
        assert apply_due_timer(step.after, context(NOW + DAY, period=None)) is None


class TestPendingReminder:
    def test_staff_are_reminded_and_the_ticket_does_not_change(self) -> None:
        ticket = pending_ticket(REMINDER)

        step = due_step(ticket, context(NOW + HOUR))

        assert (step.entry.kind, step.entry.changes) == ("reminded", ())
        assert step.after == replace(ticket, version=2, next_reminder_at=NOW + HOUR + DAY)

    def test_staff_are_reminded_again_every_day_at_the_same_time(self) -> None:
        ticket = pending_ticket(REMINDER)
        reminders = []
        for hour in range(100):
            if step := apply_due_timer(ticket, context(NOW + hour * HOUR)):
                reminders.append(hour)
                ticket = step.after

        assert reminders == [1, 25, 49, 73, 97]

    def test_missed_reminders_are_not_repeated(self) -> None:
        after = due_step(pending_ticket(REMINDER), context(NOW + 3 * DAY)).after

        assert after.next_reminder_at == NOW + 3 * DAY + HOUR
        assert apply_due_timer(after, context(NOW + 3 * DAY)) is None

    @pytest.mark.parametrize("until", [datetime(2026, 1, 5, 23, 59, 59, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)])
    def test_the_next_reminder_may_be_in_the_next_month(self, until: datetime) -> None:
        assert due_step(pending_ticket(REMINDER, until), context(until)).after.next_reminder_at == until + DAY

    def test_staff_are_not_reminded_twice_when_the_clock_goes_back(self) -> None:
        after = due_step(pending_ticket(REMINDER), context(NOW + HOUR)).after

        assert apply_due_timer(after, context(NOW)) is None
        assert apply_due_timer(after, context(NOW + HOUR)) is None

    def test_a_new_pending_time_replaces_the_next_reminder(self) -> None:
        reminded = due_step(pending_ticket(REMINDER), context(NOW + HOUR)).after
        again = Handling(state=STATES.get(REMINDER), pending_until=NOW + 5 * DAY)

        step = handle(reminded, context(by=AGENT), again)

        assert step is not None
        assert next_due(step.after) == NOW + 5 * DAY

    def test_setting_the_same_pending_time_again_changes_nothing(self) -> None:
        reminded = due_step(pending_ticket(REMINDER), context(NOW + HOUR)).after
        same = Handling(state=STATES.get(REMINDER), pending_until=reminded.pending_until)

        assert handle(reminded, context(by=AGENT), same) is None

    def test_moving_the_ticket_ends_the_reminders(self) -> None:
        reminded = due_step(pending_ticket(REMINDER), context(NOW + HOUR)).after

        step = handle(reminded, context(by=AGENT), Handling(state=STATES.get(OPEN)))

        assert step is not None
        assert next_due(step.after) is None

    def test_a_reminder_that_becomes_an_action_moves_the_ticket_before_the_next_reminder(self) -> None:
        reminded = due_step(pending_ticket(REMINDER), context(NOW + HOUR)).after
        states = states_with(REMINDER, type=StateType.PENDING_ACTION, next_state_id=CLOSED)

        assert due_step(reminded, context(NOW + 2 * HOUR, states=states)).after.state_id == CLOSED


class TestChangedStates:
    def test_the_timer_of_a_state_that_is_no_longer_pending_is_cleared_when_it_expires(self) -> None:
        states = states_with(PENDING_CLOSE, type=StateType.OPEN)
        ticket = pending_ticket(PENDING_CLOSE)

        assert apply_due_timer(ticket, context(NOW, states=states)) is None
        step = due_step(ticket, context(NOW + HOUR, states=states))

        assert (step.entry.kind, step.after.state_id, step.after.pending_until) == ("changed", PENDING_CLOSE, None)
        assert next_due(step.after) is None

    def test_a_ticket_whose_state_has_become_pending_waits_for_the_default_time(self) -> None:
        states = states_with(NEW, type=StateType.PENDING_ACTION, next_state_id=CLOSED)

        started = due_step(customer_ticket(), context(NOW, states=states)).after

        assert started.pending_until == NOW + DAY
        assert due_step(started, context(NOW + DAY, states=states)).after.state_id == CLOSED

    def test_a_ticket_in_a_deleted_state_moves_to_the_default_for_follow_ups(self) -> None:
        states = states_with(PENDING_CLOSE, deleted=True)

        step = due_step(pending_ticket(PENDING_CLOSE), context(NOW, states=states))

        assert (step.entry.kind, step.after.state_id, step.after.pending_until) == ("moved", OPEN, None)

    @pytest.mark.parametrize("state_id", [CLOSED, MERGED, REMOVED])
    def test_a_ticket_in_a_deleted_state_of_a_closed_type_is_open_again(self, state_id: int) -> None:
        ticket = customer_ticket(state_id=state_id, closed_at=NOW - HOUR)

        step = due_step(ticket, context(NOW, states=states_with(state_id, deleted=True)))

        assert (step.entry.kind, step.after.state_id, step.after.closed_at) == ("moved", OPEN, None)

    def test_every_timer_of_a_ticket_whose_state_has_become_closed_is_cleared(self) -> None:
        states = states_with(REMINDER, type=StateType.CLOSED)
        ticket = pending_ticket(REMINDER, first_response_due_at=NOW + HOUR, auto_close_at=NOW + HOUR)

        after = apply_due_timers(ticket, context(NOW + HOUR, states=states))

        assert next_due(after) is None
        assert (after.state_id, after.sla_breaches) == (REMINDER, 0)


class TestEscalation:
    def test_an_unanswered_ticket_escalates_once(self) -> None:
        ticket = customer_ticket(period=HOUR)

        step = due_step(ticket, context(NOW + HOUR))

        assert (step.entry.kind, step.after.sla_breaches, step.after.state_id) == ("escalated", 1, NEW)
        assert apply_due_timer(step.after, context(NOW + 2 * HOUR)) is None

    def test_an_answered_ticket_does_not_escalate(self) -> None:
        step = reply(customer_ticket(period=HOUR), context(by=AGENT, period=None), Message("On it"))

        assert step is not None
        assert apply_due_timer(step.after, context(NOW + DAY)) is None

    def test_a_private_note_is_not_an_answer(self) -> None:
        noted = handle(customer_ticket(period=HOUR), context(by=AGENT), Handling(), Message("?", public=False))

        assert noted is not None
        assert due_step(noted.after, context(NOW + HOUR)).entry.kind == "escalated"

    def test_a_ticket_escalates_when_it_leaves_a_state_that_ignores_escalation(self) -> None:
        moved = handle(
            customer_ticket(period=HOUR),
            context(by=AGENT),
            Handling(state=STATES.get(REMINDER), pending_until=NOW + 9 * DAY),
        )
        assert moved is not None
        assert apply_due_timer(moved.after, context(NOW + DAY)) is None
        assert next_due(moved.after) == NOW + 9 * DAY

        back = handle(moved.after, context(NOW + DAY, by=AGENT), Handling(state=STATES.get(OPEN)))

        assert back is not None
        assert due_step(back.after, context(NOW + DAY)).entry.kind == "escalated"

    def test_changing_whether_a_state_ignores_escalation_pauses_and_resumes_the_timer(self) -> None:
        ticket = customer_ticket(period=HOUR)
        ignoring = context(NOW + HOUR, states=states_with(NEW, ignore_escalation=True))

        paused = due_step(ticket, ignoring)

        assert (paused.entry.kind, paused.after.sla_breaches) == ("changed", 0)
        assert next_due(paused.after) is None
        assert apply_due_timer(paused.after, ignoring) is None
        assert apply_due_timers(paused.after, context(NOW + HOUR)).sla_breaches == 1

    def test_the_timer_is_cleared_when_escalation_has_been_switched_off(self) -> None:
        step = due_step(customer_ticket(period=HOUR), context(NOW + HOUR, period=None))

        assert (step.entry.kind, step.after.sla_breaches, next_due(step.after)) == ("changed", 0, None)


class TestAutoClose:
    def answered(self) -> Ticket:
        """Return a ticket with a reply of staff, to be closed after a day."""
        step = reply(customer_ticket(), context(by=AGENT), Message("Did that help?"))
        assert step is not None
        return step.after

    def test_a_ticket_without_a_reply_of_the_customer_is_closed(self) -> None:
        step = due_step(self.answered(), context(NOW + DAY))

        assert (step.entry.kind, step.after.state_id, step.after.closed_at) == ("closed", CLOSED, NOW + DAY)

    def test_a_ticket_with_a_reply_of_the_customer_is_not_closed(self) -> None:
        step = reply(self.answered(), context(by=CUSTOMER), Message("No"))

        assert step is not None
        assert apply_due_timer(step.after, context(NOW + 9 * DAY)) is None

    def test_a_pending_ticket_is_not_closed(self) -> None:
        moved = handle(
            self.answered(),
            context(by=AGENT),
            Handling(state=STATES.get(REMINDER), pending_until=NOW + 9 * DAY),
        )
        assert moved is not None

        after = apply_due_timers(moved.after, context(NOW + DAY))

        assert after.state_id == REMINDER
        assert next_due(after) == NOW + 9 * DAY

    def test_the_timer_is_cleared_when_auto_close_has_been_switched_off(self) -> None:
        step = due_step(self.answered(), context(NOW + DAY, period=None))

        assert (step.entry.kind, step.after.state_id, next_due(step.after)) == ("changed", NEW, None)

    def test_closing_without_an_active_closed_state_is_an_error(self) -> None:
        with pytest.raises(NoStateOfType):
            apply_due_timer(self.answered(), context(NOW + DAY, states=states_with(CLOSED, active=False)))


class TestSpam:
    def test_the_timers_of_spam_count_again_when_it_is_unmarked(self) -> None:
        spam = mark_spam(pending_ticket(PENDING_CLOSE), context(by=AGENT), True)
        assert spam is not None
        assert apply_due_timer(spam.after, context(NOW + DAY)) is None
        assert next_due(spam.after) is None

        back = mark_spam(spam.after, context(NOW + DAY, by=AGENT), False)

        assert back is not None
        assert due_step(back.after, context(NOW + DAY)).after.state_id == CLOSED

    def test_marking_spam_again_does_not_change_since_when(self) -> None:
        spam = mark_spam(customer_ticket(), context(by=AGENT), True)

        assert spam is not None
        assert spam.after.spam_at == NOW
        assert mark_spam(spam.after, context(NOW + DAY, by=AGENT), True) is None


def test_of_several_expired_timers_the_earliest_is_first() -> None:
    ticket = pending_ticket(OPEN, NOW + 3 * HOUR, first_response_due_at=NOW + HOUR, auto_close_at=NOW + 2 * HOUR)
    states = states_with(OPEN, type=StateType.PENDING_ACTION, next_state_id=CLOSED)
    kinds = []
    step = apply_due_timer(ticket, context(NOW + DAY, states=states))
    while step:
        kinds.append(step.entry.kind)
        step = apply_due_timer(step.after, context(NOW + DAY, states=states))

    assert kinds == ["escalated", "changed", "moved"]
