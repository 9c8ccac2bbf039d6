"""Sample states, authors, contexts and tickets for tests of the domain."""

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
CUSTOMER = Author("client", 5)
AGENT = Author("staff", 3)


def states_with(state_id: int, **changes: Any) -> States:
    """Return the states of a new desk with changes to one of them."""
    return replace(STATES, rows={**STATES.rows, state_id: replace(STATES.rows[state_id], **changes)})


def context(
    at: datetime = NOW, by: Author = SYSTEM, states: States = STATES, *, period: timedelta | None = DAY
) -> ActionContext:
    """Return a context with `period` as response time and auto-close; None switches both off."""
    return ActionContext(at, by, states, policy=Policy(period, period))


def customer_ticket(period: timedelta | None = None, **changes: Any) -> Ticket:
    """Return a ticket that a customer has just opened, with changes."""
    new = NewTicket("It is broken", Message("Please help"), CUSTOMER.person_id or 0, 1, 2)
    return replace(open_ticket(1, new, context(by=CUSTOMER, period=period)).after, **changes)


def apply_due_timers(ticket: Ticket, now: ActionContext) -> Ticket:
    """Return the ticket after all due timers; the test fails if there is no end to them."""
    for _ in range(10):
        step = apply_due_timer(ticket, now)
        if step is None:
            return ticket
        assert step.after.version == step.entry.version == ticket.version + 1
        ticket = step.after
    raise AssertionError(f"there is always a timer due for {ticket}")
