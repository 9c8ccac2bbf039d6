"""What time does to a ticket: the steps that nobody takes, signed by the system.

| armed           | the ticket, when that time has come                   | then                                       |
|-----------------|-------------------------------------------------------|--------------------------------------------|
| `pending_until` | in a pending action with a state to go to             | it goes there: `moved`                     |
|                 | in a pending reminder, or with nowhere to go          | staff are `reminded`, again every day at   |
|                 |                                                       | that time; the ticket stays as it is       |
|                 | in a state that is no pending one any more            | the time is cleared: `changed`             |
| `respond_by`    | open, in a state that escalates                       | a breach more: `escalated`                 |
|                 | open, in a state that ignores escalation              | paused until it moves on: `changed`        |
|                 | closed, or the desk no longer escalates               | the time is cleared: `changed`             |
| `close_at`      | new or open                                           | to the first closed state: `closed`        |
|                 | pending (it waits for a time of its own), closed, or  | the time is cleared: `changed`             |
|                 | the desk no longer closes                             |                                            |

States are taken as they are at that moment, whatever they were when the timer was armed. An action has nowhere to go
when its next state is not set, inactive (such a state cannot be entered), deleted or the state itself; as soon as that
changes the ticket goes. What a change of states leaves behind is put right as well: a ticket in a deleted state
goes to the state for follow-ups, one in a state that has become a pending one begins to wait.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Draft
from polydesk.domain.state import State, States, StateType
from polydesk.domain.ticket import Step, Ticket

DAY = timedelta(days=1)

Rule = Callable[[Draft, State], Step | None]


def act(ticket: Ticket, context: ActionContext) -> Step | None:
    """The one step that is due first, or None when nothing is; done again and again it comes to an end.

    Raises NoStateOfType when a ticket should be closed and no active state closes, HistoryIsFull.
    """
    if ticket.spam:
        return None
    state = context.states.get(ticket.state_id)
    draft = Draft(ticket, context)
    if state.deleted:
        draft.move(context.states.default_follow_up)
        return draft.step("moved")
    timers: list[tuple[datetime | None, Rule]] = [
        (_waits_until(ticket, state, context.states), _end_waiting),
        (None if ticket.escalation_paused else ticket.first_response_due_at, _escalate),
        (ticket.auto_close_at, _close),
    ]
    due = [(at, rule) for at, rule in timers if at and at <= context.at]
    if not due:
        return _put_right(draft, state)
    _, rule = min(due, key=lambda one: one[0])
    return rule(draft, state)


def destination(state: State, states: States) -> State | None:
    """Where tickets of a pending action go by themselves; None when there is nowhere to go."""
    if state.type is not StateType.PENDING_ACTION or state.next_state_id in (None, state.id):
        return None
    following = states.rows.get(state.next_state_id)
    return following if following and following.active and not following.deleted else None


def _waits_until(ticket: Ticket, state: State, states: States) -> datetime | None:
    """A ticket that had nowhere to go, and now has, does not wait for its next reminder."""
    if destination(state, states):
        return ticket.pending_until
    return ticket.next_reminder_at or ticket.pending_until


def _end_waiting(draft: Draft, state: State) -> Step | None:
    if not state.type.is_pending:
        draft.set("pending_until", None)
        draft.ticket = replace(draft.ticket, next_reminder_at=None)
        return draft.step("changed")
    following = destination(state, draft.context.states)
    if following is None:
        return _remind(draft)
    draft.move(following)
    return draft.step("moved")


def _remind(draft: Draft) -> Step | None:
    """Reminding is history, and no change of the ticket: it was last updated when it was."""
    first, now = draft.ticket.pending_until or draft.context.at, draft.context.at
    draft.ticket = replace(draft.ticket, next_reminder_at=first + ((now - first) // DAY + 1) * DAY)
    step = draft.step("reminded")
    return step and replace(step, after=replace(step.after, updated_at=draft.before.updated_at))


def _escalate(draft: Draft, state: State) -> Step | None:
    if state.type.is_closed or draft.context.policy.response_time is None:
        draft.set("first_response_due_at", None)
        return draft.step("changed")
    if state.ignore_escalation:
        draft.set("escalation_paused", True)
        return draft.step("changed")
    draft.set("sla_breaches", draft.ticket.sla_breaches + 1)
    draft.ticket = replace(draft.ticket, first_response_due_at=None)
    return draft.step("escalated")


def _close(draft: Draft, state: State) -> Step | None:
    if state.type.is_closed or state.type.is_pending or draft.context.policy.auto_close is None:
        draft.set("auto_close_at", None)
        return draft.step("changed")
    draft.move(draft.context.states.first_active(StateType.CLOSED))
    return draft.step("closed")


def _put_right(draft: Draft, state: State) -> Step | None:
    """What states that were changed under a ticket have left undone."""
    ticket, context = draft.ticket, draft.context
    if state.type.is_pending and ticket.pending_until is None:
        draft.set("pending_until", context.at + context.policy.pending_time)
    if ticket.escalation_paused and ticket.first_response_due_at and not state.ignore_escalation:
        draft.set("escalation_paused", False)
    return draft.step("changed")
