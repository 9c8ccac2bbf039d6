"""New tickets with default states of each type."""

from dataclasses import replace

import pytest

from polydesk.domain.actions import NewTicket, open_ticket
from polydesk.domain.ticket import Message, Ticket
from tests.unit.domain.samples import (
    CLOSED,
    CUSTOMER,
    DAY,
    NEW,
    NOW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    STATES,
    context,
    states_with,
)

NEW_TICKET = NewTicket("It is broken", Message("Please help"), 5, 1, 2)


def open_in(default_create_id: int) -> Ticket:
    """Return a customer's new ticket on a desk with this default state."""
    states = replace(STATES, default_create_id=default_create_id)
    return open_ticket(1, NEW_TICKET, context(by=CUSTOMER, states=states)).after


@pytest.mark.parametrize("state_id", [NEW, OPEN])
def test_a_new_or_open_ticket_has_a_response_time(state_id: int) -> None:
    ticket = open_in(state_id)
    assert (ticket.state_id, ticket.version, ticket.closed_at, ticket.pending_until) == (state_id, 1, None, None)
    assert (ticket.first_response_due_at, ticket.escalation_paused) == (NOW + DAY, False)


@pytest.mark.parametrize("state_id", [REMINDER, PENDING_CLOSE])
def test_a_pending_ticket_waits_for_the_default_time(state_id: int) -> None:
    assert open_in(state_id).pending_until == NOW + DAY


def test_a_closed_ticket_has_no_response_time() -> None:
    ticket = open_in(CLOSED)
    assert (ticket.closed_at, ticket.first_response_due_at) == (NOW, None)


def test_the_response_time_is_paused_in_a_state_that_ignores_escalation() -> None:
    states = states_with(NEW, ignore_escalation=True)
    ticket = open_ticket(1, NEW_TICKET, context(by=CUSTOMER, states=states)).after
    assert ticket.escalation_paused
