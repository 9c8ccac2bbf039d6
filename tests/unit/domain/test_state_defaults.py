"""A new ticket begins in whatever state is the default, of whatever kind that is."""

from dataclasses import replace

import pytest

from polydesk.domain.actions import NewTicket, open_ticket
from polydesk.domain.ticket import Message, Ticket
from tests.unit.domain.desks import (
    CLIENT,
    CLOSED,
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

OPENING = NewTicket("It is broken", Message("Please help"), 5, 1, 2)


def opened(default_create_id: int) -> Ticket:
    """A client's new ticket on a desk whose tickets begin in that state."""
    states = replace(STATES, default_create_id=default_create_id)
    return open_ticket(1, OPENING, context(by=CLIENT, states=states)).after


@pytest.mark.parametrize("state_id", [NEW, OPEN])
def test_in_a_state_to_work_in_staff_have_to_answer(state_id: int) -> None:
    ticket = opened(state_id)
    assert (ticket.state_id, ticket.version, ticket.closed_at, ticket.pending_until) == (state_id, 1, None, None)
    assert (ticket.first_response_due_at, ticket.escalation_paused) == (NOW + DAY, False)


@pytest.mark.parametrize("state_id", [REMINDER, PENDING_CLOSE])
def test_in_a_pending_state_it_waits_as_long_as_usual(state_id: int) -> None:
    assert opened(state_id).pending_until == NOW + DAY


def test_in_a_closed_state_it_is_closed_and_nobody_has_to_answer() -> None:
    ticket = opened(CLOSED)
    assert (ticket.closed_at, ticket.first_response_due_at) == (NOW, None)


def test_in_a_state_that_ignores_escalation_the_time_to_answer_is_paused() -> None:
    states = states_with(NEW, ignore_escalation=True)
    ticket = open_ticket(1, OPENING, context(by=CLIENT, states=states)).after
    assert ticket.escalation_paused
