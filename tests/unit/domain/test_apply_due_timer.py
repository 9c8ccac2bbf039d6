"""What time does to a ticket."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polydesk.domain.actions import Handling, handle, mark_spam, reply
from polydesk.domain.context import ActionContext
from polydesk.domain.person import SYSTEM
from polydesk.domain.state import NoStateOfType, States, StateType
from polydesk.domain.ticket import Message, Step, Ticket
from polydesk.domain.timers import apply_due_timer, next_due
from tests.unit.domain.desks import (
    AGENT,
    CLIENT,
    CLOSED,
    DAY,
    HOUR,
    NEW,
    NOW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    STATES,
    context,
    run,
    states_with,
    ticket_of_client,
)


def acted(ticket: Ticket, now: ActionContext) -> Step:
    """The step that time makes; the test fails when it makes none."""
    step = apply_due_timer(ticket, now)
    assert step is not None
    assert step.entry.by == SYSTEM
    assert step.entry.at == now.at
    return step


def waiting(state_id: int, until: datetime = NOW + HOUR, **changes: Any) -> Ticket:
    return ticket_of_client(state_id=state_id, pending_until=until, **changes)


def test_nothing_happens_to_a_ticket_before_its_time() -> None:
    ticket = waiting(PENDING_CLOSE, first_response_due_at=NOW + HOUR, auto_close_at=NOW + HOUR)

    assert apply_due_timer(ticket, context(NOW + HOUR - timedelta(milliseconds=1))) is None


class TestPendingAction:
    def test_the_ticket_goes_to_the_next_state_and_the_time_is_cleared(self) -> None:
        after = acted(waiting(PENDING_CLOSE), context(NOW + HOUR)).after

        assert (after.state_id, after.pending_until, after.closed_at) == (CLOSED, None, NOW + HOUR)
        assert next_due(after) is None

    def test_it_is_one_entry_of_the_history(self) -> None:
        update = acted(waiting(PENDING_CLOSE), context(NOW + HOUR)).entry

        assert update.kind == "moved"
        assert [(one.field, one.old, one.new) for one in update.changes] == [("state_id", PENDING_CLOSE, CLOSED)]

    def test_it_happens_however_late(self) -> None:
        after = acted(waiting(PENDING_CLOSE), context(NOW + 400 * DAY)).after

        assert (after.state_id, after.closed_at) == (CLOSED, NOW + 400 * DAY)

    def test_the_next_state_is_the_one_of_that_moment(self) -> None:
        states = states_with(PENDING_CLOSE, next_state_id=OPEN)

        after = acted(waiting(PENDING_CLOSE), context(NOW + HOUR, states=states)).after

        assert (after.state_id, after.closed_at) == (OPEN, None)

    def test_a_next_state_that_is_pending_too_waits_for_the_usual_time(self) -> None:
        states = states_with(PENDING_CLOSE, next_state_id=REMINDER)

        after = acted(waiting(PENDING_CLOSE), context(NOW + HOUR, states=states)).after

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
    def test_with_nowhere_to_go_staff_are_reminded_and_it_goes_as_soon_as_it_can(self, states: States) -> None:
        reminded = acted(waiting(PENDING_CLOSE), context(NOW + HOUR, states=states))

        assert reminded.entry.kind == "reminded"
        assert reminded.after.state_id == PENDING_CLOSE
        assert apply_due_timer(reminded.after, context(NOW + 2 * HOUR, states=states)) is None
        assert acted(reminded.after, context(NOW + 2 * HOUR)).after.state_id == CLOSED

    def test_a_client_who_answers_takes_the_ticket_up_and_the_time_is_gone(self) -> None:
        step = reply(waiting(PENDING_CLOSE), context(by=CLIENT), Message("Still broken"))

        assert step is not None
        assert step.after.state_id == OPEN
        assert apply_due_timer(step.after, context(NOW + DAY, rules=None)) is None


class TestPendingReminder:
    def test_staff_are_reminded_and_the_ticket_stays_as_it_is(self) -> None:
        ticket = waiting(REMINDER)

        step = acted(ticket, context(NOW + HOUR))

        assert (step.entry.kind, step.entry.changes) == ("reminded", ())
        assert step.after == replace(ticket, version=2, next_reminder_at=NOW + HOUR + DAY)

    def test_staff_are_reminded_again_every_day_at_that_time(self) -> None:
        ticket = waiting(REMINDER)
        reminders = []
        for hour in range(100):
            if step := apply_due_timer(ticket, context(NOW + hour * HOUR)):
                reminders.append(hour)
                ticket = step.after

        assert reminders == [1, 25, 49, 73, 97]

    def test_reminders_of_days_that_were_missed_are_not_made_up_for(self) -> None:
        after = acted(waiting(REMINDER), context(NOW + 3 * DAY)).after

        assert after.next_reminder_at == NOW + 3 * DAY + HOUR
        assert apply_due_timer(after, context(NOW + 3 * DAY)) is None

    @pytest.mark.parametrize("until", [datetime(2026, 1, 5, 23, 59, 59, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)])
    def test_the_time_of_day_stays_over_the_end_of_a_day_and_of_a_month(self, until: datetime) -> None:
        assert acted(waiting(REMINDER, until), context(until)).after.next_reminder_at == until + DAY

    def test_a_clock_that_goes_back_does_not_remind_twice(self) -> None:
        after = acted(waiting(REMINDER), context(NOW + HOUR)).after

        assert apply_due_timer(after, context(NOW)) is None
        assert apply_due_timer(after, context(NOW + HOUR)) is None

    def test_a_new_time_replaces_the_reminders_of_the_old_one(self) -> None:
        reminded = acted(waiting(REMINDER), context(NOW + HOUR)).after
        again = Handling(state=STATES.get(REMINDER), pending_until=NOW + 5 * DAY)

        step = handle(reminded, context(by=AGENT), again)

        assert step is not None
        assert next_due(step.after) == NOW + 5 * DAY

    def test_naming_the_time_again_that_the_ticket_waits_for_changes_nothing(self) -> None:
        reminded = acted(waiting(REMINDER), context(NOW + HOUR)).after
        same = Handling(state=STATES.get(REMINDER), pending_until=reminded.pending_until)

        assert handle(reminded, context(by=AGENT), same) is None

    def test_a_ticket_that_is_moved_on_is_not_reminded_of(self) -> None:
        reminded = acted(waiting(REMINDER), context(NOW + HOUR)).after

        step = handle(reminded, context(by=AGENT), Handling(state=STATES.get(OPEN)))

        assert step is not None
        assert next_due(step.after) is None

    def test_one_that_becomes_an_action_acts_at_once_and_not_at_the_next_reminder(self) -> None:
        reminded = acted(waiting(REMINDER), context(NOW + HOUR)).after
        states = states_with(REMINDER, type=StateType.PENDING_ACTION, next_state_id=CLOSED)

        assert acted(reminded, context(NOW + 2 * HOUR, states=states)).after.state_id == CLOSED


class TestStatesThatChangedUnderTheTicket:
    def test_a_state_that_no_longer_waits_clears_the_time_when_it_comes(self) -> None:
        states = states_with(PENDING_CLOSE, type=StateType.OPEN)
        ticket = waiting(PENDING_CLOSE)

        assert apply_due_timer(ticket, context(NOW, states=states)) is None
        step = acted(ticket, context(NOW + HOUR, states=states))

        assert (step.entry.kind, step.after.state_id, step.after.pending_until) == ("changed", PENDING_CLOSE, None)
        assert next_due(step.after) is None

    def test_a_state_that_has_become_pending_gives_its_tickets_the_usual_time(self) -> None:
        states = states_with(NEW, type=StateType.PENDING_ACTION, next_state_id=CLOSED)

        begun = acted(ticket_of_client(), context(NOW, states=states)).after

        assert begun.pending_until == NOW + DAY
        assert acted(begun, context(NOW + DAY, states=states)).after.state_id == CLOSED

    def test_a_ticket_in_a_deleted_state_goes_to_the_state_for_follow_ups(self) -> None:
        states = states_with(PENDING_CLOSE, deleted=True)

        step = acted(waiting(PENDING_CLOSE), context(NOW, states=states))

        assert (step.entry.kind, step.after.state_id, step.after.pending_until) == ("moved", OPEN, None)

    def test_a_state_that_has_become_a_closed_one_ends_every_timer(self) -> None:
        states = states_with(REMINDER, type=StateType.CLOSED)
        ticket = waiting(REMINDER, first_response_due_at=NOW + HOUR, auto_close_at=NOW + HOUR)

        left = run(ticket, context(NOW + HOUR, states=states))

        assert next_due(left) is None
        assert (left.state_id, left.sla_breaches) == (REMINDER, 0)


class TestEscalation:
    def test_a_ticket_that_nobody_answered_in_time_escalates_once(self) -> None:
        ticket = ticket_of_client(rules=HOUR)

        step = acted(ticket, context(NOW + HOUR))

        assert (step.entry.kind, step.after.sla_breaches, step.after.state_id) == ("escalated", 1, NEW)
        assert apply_due_timer(step.after, context(NOW + 2 * HOUR)) is None

    def test_a_public_answer_in_time_keeps_it_from_escalating(self) -> None:
        step = reply(ticket_of_client(rules=HOUR), context(by=AGENT, rules=None), Message("On it"))

        assert step is not None
        assert apply_due_timer(step.after, context(NOW + DAY)) is None

    def test_a_private_note_is_no_answer(self) -> None:
        noted = handle(ticket_of_client(rules=HOUR), context(by=AGENT), Handling(), Message("?", public=False))

        assert noted is not None
        assert acted(noted.after, context(NOW + HOUR)).entry.kind == "escalated"

    def test_a_ticket_does_not_escalate_in_a_state_that_ignores_it_and_does_when_it_leaves_unanswered(self) -> None:
        moved = handle(
            ticket_of_client(rules=HOUR),
            context(by=AGENT),
            Handling(state=STATES.get(REMINDER), pending_until=NOW + 9 * DAY),
        )
        assert moved is not None
        assert apply_due_timer(moved.after, context(NOW + DAY)) is None
        assert next_due(moved.after) == NOW + 9 * DAY

        back = handle(moved.after, context(NOW + DAY, by=AGENT), Handling(state=STATES.get(OPEN)))

        assert back is not None
        assert acted(back.after, context(NOW + DAY)).entry.kind == "escalated"

    def test_a_state_that_begins_to_ignore_escalation_pauses_it_and_one_that_ceases_to_lets_it_happen(self) -> None:
        ticket = ticket_of_client(rules=HOUR)
        ignoring = context(NOW + HOUR, states=states_with(NEW, ignore_escalation=True))

        paused = acted(ticket, ignoring)

        assert (paused.entry.kind, paused.after.sla_breaches) == ("changed", 0)
        assert next_due(paused.after) is None
        assert apply_due_timer(paused.after, ignoring) is None
        assert run(paused.after, context(NOW + HOUR)).sla_breaches == 1

    def test_on_a_desk_that_no_longer_escalates_the_time_is_cleared(self) -> None:
        step = acted(ticket_of_client(rules=HOUR), context(NOW + HOUR, rules=None))

        assert (step.entry.kind, step.after.sla_breaches, next_due(step.after)) == ("changed", 0, None)


class TestClosingWhatWaitsForItsClient:
    def answered(self) -> Ticket:
        """A ticket whose client has had the last word from staff, and a day to reply."""
        step = reply(ticket_of_client(), context(by=AGENT), Message("Did that help?"))
        assert step is not None
        return step.after

    def test_it_is_closed_when_the_client_stays_silent(self) -> None:
        step = acted(self.answered(), context(NOW + DAY))

        assert (step.entry.kind, step.after.state_id, step.after.closed_at) == ("closed", CLOSED, NOW + DAY)

    def test_it_is_not_when_the_client_replies(self) -> None:
        step = reply(self.answered(), context(by=CLIENT), Message("No"))

        assert step is not None
        assert apply_due_timer(step.after, context(NOW + 9 * DAY)) is None

    def test_a_ticket_that_waits_for_a_time_of_its_own_is_left_to_that(self) -> None:
        moved = handle(
            self.answered(),
            context(by=AGENT),
            Handling(state=STATES.get(REMINDER), pending_until=NOW + 9 * DAY),
        )
        assert moved is not None

        left = run(moved.after, context(NOW + DAY))

        assert left.state_id == REMINDER
        assert next_due(left) == NOW + 9 * DAY

    def test_on_a_desk_that_no_longer_closes_the_time_is_cleared(self) -> None:
        step = acted(self.answered(), context(NOW + DAY, rules=None))

        assert (step.entry.kind, step.after.state_id, next_due(step.after)) == ("changed", NEW, None)

    def test_without_an_active_state_that_closes_it_says_so(self) -> None:
        with pytest.raises(NoStateOfType):
            apply_due_timer(self.answered(), context(NOW + DAY, states=states_with(CLOSED, active=False)))


class TestSpam:
    def test_spam_is_left_alone_and_its_timers_are_there_when_it_turns_out_to_be_none(self) -> None:
        spam = mark_spam(waiting(PENDING_CLOSE), context(by=AGENT), True)
        assert spam is not None
        assert apply_due_timer(spam.after, context(NOW + DAY)) is None
        assert next_due(spam.after) is None

        back = mark_spam(spam.after, context(NOW + DAY, by=AGENT), False)

        assert back is not None
        assert acted(back.after, context(NOW + DAY)).after.state_id == CLOSED

    def test_marking_spam_again_does_not_begin_its_time_anew(self) -> None:
        spam = mark_spam(ticket_of_client(), context(by=AGENT), True)

        assert spam is not None
        assert spam.after.spam_at == NOW
        assert mark_spam(spam.after, context(NOW + DAY, by=AGENT), True) is None


def test_of_several_timers_the_earliest_comes_first() -> None:
    ticket = waiting(OPEN, NOW + 3 * HOUR, first_response_due_at=NOW + HOUR, auto_close_at=NOW + 2 * HOUR)
    states = states_with(OPEN, type=StateType.PENDING_ACTION, next_state_id=CLOSED)
    kinds = []
    step = apply_due_timer(ticket, context(NOW + DAY, states=states))
    while step:
        kinds.append(step.entry.kind)
        step = apply_due_timer(step.after, context(NOW + DAY, states=states))

    assert kinds == ["escalated", "changed", "moved"]
