"""The timers of a ticket: when the next one expires, and what happens then.

`apply_due_timer` makes the step of the timer that expired first; the system is its author.

| timer | state when it expires | what happens | entry |
|---|---|---|---|
| `pending_until` | pending action with a usable next state | the ticket moves to the next state | `moved` |
| | pending reminder, or no usable next state | staff are reminded, then daily (`next_reminder_at`) | `reminded` |
| | no longer pending | the timer is cleared | `changed` |
| `first_response_due_at` | open, escalates | `sla_breaches` rises by 1, the timer is cleared | `escalated` |
| | open, ignores escalation | the timer is paused | `changed` |
| | closed, or escalation is switched off | the timer is cleared | `changed` |
| `auto_close_at` | new or open | the ticket moves to the first active closed state | `closed` |
| | pending, closed, or auto-close is switched off | the timer is cleared | `changed` |

The states are the current ones, not those at the time when the timer was armed. A next state is usable when it exists,
is active and is not the state itself. As soon as it becomes usable, a ticket whose pending time has passed moves there.

When no timer has expired, the step adapts the ticket to changed states: a pending state starts its timer, and a paused
timer counts again when the state no longer ignores escalation. A ticket in a deleted state always moves to the default
for follow-ups first. Spam and tickets in the trash have no timers: theirs wait until the ticket is back.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Draft, Step
from polydesk.domain.state import State, States, StateType
from polydesk.domain.ticket import Ticket

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

Rule = Callable[[Draft, State], Step | None]
"""Makes the step of an expired timer for a ticket in this state."""


def next_due(ticket: Ticket) -> datetime | None:
    """Return when the first timer expires. None when no timer is armed, and for hidden tickets."""
    if ticket.is_hidden:
        return None
    pending = ticket.next_reminder_at or ticket.pending_until
    return min((at for at in (pending, _response_due_at(ticket), ticket.auto_close_at) if at), default=None)


def _response_due_at(ticket: Ticket) -> datetime | None:
    return None if ticket.escalation_paused else ticket.first_response_due_at


def spam_since(ticket: Ticket) -> datetime | None:
    """Return when the ticket was marked as spam; the retention period starts then. None when it is not spam."""
    return (ticket.spam_at or ticket.updated_at) if ticket.spam else None


def whole_second(at: datetime) -> datetime:
    """Round up to a whole second, so that a sweep of that second or a later one finds the time expired."""
    floor = at.replace(microsecond=0)
    return floor if floor == at else floor + SECOND


def apply_due_timer(ticket: Ticket, context: ActionContext) -> Step | None:
    """Return the step of the timer that expired first, or None when nothing is due.

    Applied to its own result again and again, it returns None after a few steps. Raises NoStateOfType when the ticket
    is to be closed and no closed state is active, and HistoryIsFull.
    """
    if ticket.is_hidden:
        return None
    state = context.states.get(ticket.state_id)
    draft = Draft(ticket, context)
    if state.deleted:
        draft.move(context.states.default_follow_up)
        return draft.step("moved")
    timers: list[tuple[datetime | None, Rule]] = [
        (_pending_until(ticket, state, context.states), _end_pending),
        (_response_due_at(ticket), _escalate),
        (ticket.auto_close_at, _auto_close),
    ]
    expired = [(at, rule) for at, rule in timers if at and at <= context.at]
    if not expired:
        return _adapt_to_state(draft, state)
    _, rule = min(expired, key=lambda timer: timer[0])
    return rule(draft, state)


def _usable_next_state(state: State, states: States) -> State | None:
    """Return the state that tickets of a pending action move to, or None when they cannot move."""
    if state.type is not StateType.PENDING_ACTION or state.next_state_id in (None, state.id):
        return None
    next_state = states.rows.get(state.next_state_id)
    return next_state if next_state and next_state.active and not next_state.deleted else None


def _pending_until(ticket: Ticket, state: State, states: States) -> datetime | None:
    """Return when waiting ends. A reminder does not delay a ticket that can move now."""
    if _usable_next_state(state, states):
        return ticket.pending_until
    return ticket.next_reminder_at or ticket.pending_until


def _end_pending(draft: Draft, state: State) -> Step | None:
    if not state.type.is_pending:
        draft.set("pending_until", None)
        draft.ticket = replace(draft.ticket, next_reminder_at=None)
        return draft.step("changed")
    next_state = _usable_next_state(state, draft.context.states)
    if next_state is None:
        return _remind(draft)
    draft.move(next_state)
    return draft.step("moved")


def _remind(draft: Draft) -> Step | None:
    """Add an entry and set the next reminder. The ticket itself does not change, so `updated_at` and by whom stay."""
    first, now = draft.ticket.pending_until or draft.context.at, draft.context.at
    draft.ticket = replace(draft.ticket, next_reminder_at=first + ((now - first) // DAY + 1) * DAY)
    step = draft.step("reminded")
    return step and replace(
        step, after=replace(step.after, updated_at=draft.before.updated_at, updated_by_id=draft.before.updated_by_id)
    )


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


def _auto_close(draft: Draft, state: State) -> Step | None:
    if state.type.is_closed or state.type.is_pending or draft.context.policy.auto_close is None:
        draft.set("auto_close_at", None)
        return draft.step("changed")
    draft.move(draft.context.states.first_active(StateType.CLOSED))
    return draft.step("closed")


def _adapt_to_state(draft: Draft, state: State) -> Step | None:
    """Start or resume the timers that the state needs since it was changed."""
    ticket, context = draft.ticket, draft.context
    if state.type.is_pending and ticket.pending_until is None:
        draft.set("pending_until", context.at + context.policy.pending_time)
    if ticket.escalation_paused and ticket.first_response_due_at and not state.ignore_escalation:
        draft.set("escalation_paused", False)
    return draft.step("changed")
