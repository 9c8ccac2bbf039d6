"""A small desk for tests of the domain: its states, a ticket, occasions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from polydesk.domain.actions import NewTicket, open_ticket
from polydesk.domain.context import ActionContext, Policy
from polydesk.domain.person import SYSTEM, Author
from polydesk.domain.state import States, initial_states
from polydesk.domain.ticket import Message, Ticket
from polydesk.domain.timers import apply_due_timer

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

NEW, OPEN, REMINDER, CLOSED, MERGED, REMOVED, PENDING_CLOSE = range(1, 8)
"""The states of a new desk."""

STATES = initial_states(NOW, 1)
CLIENT = Author("client", 5)
AGENT = Author("staff", 3)


def states_with(state_id: int, **changes: Any) -> States:
    """The states of a new desk, but for one of them."""
    return replace(STATES, rows={**STATES.rows, state_id: replace(STATES.rows[state_id], **changes)})


def context(
    at: datetime = NOW, by: Author = SYSTEM, states: States = STATES, *, rules: timedelta | None = DAY
) -> ActionContext:
    """An occasion on a desk that escalates and closes after `rules`, or does neither."""
    return ActionContext(at, by, states, policy=Policy(rules, rules))


def ticket_of_client(rules: timedelta | None = None, **changes: Any) -> Ticket:
    """A ticket that a client has just opened, changed as the test needs it."""
    opening = NewTicket("It is broken", Message("Please help"), CLIENT.person_id or 0, 1, 2)
    return replace(open_ticket(1, opening, context(by=CLIENT, rules=rules)).after, **changes)


def run(ticket: Ticket, now: ActionContext) -> Ticket:
    """The ticket after everything that is due."""
    for _ in range(10):
        step = apply_due_timer(ticket, now)
        if step is None:
            return ticket
        assert step.after.version == step.entry.version == ticket.version + 1
        ticket = step.after
    raise AssertionError(f"time never lets go of {ticket}")
