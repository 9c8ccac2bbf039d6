"""Properties of timers that hold for any ticket and any states."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.actions import archive
from polydesk.domain.state import NoStateOfType, States, StateType
from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import apply_due_timer, next_due
from tests.unit.domain.samples import (
    AGENT,
    DAY,
    HOUR,
    NEW,
    NOW,
    OPEN,
    STATES,
    apply_due_timers,
    context,
    customer_ticket,
)

times = st.none() | st.integers(-3 * 24, 3 * 24).map(lambda hours: NOW + hours * HOUR)


@st.composite
def changed_states(draw: st.DrawFn) -> States:
    """Generate states of which up to three have been changed in any way."""
    states = STATES
    for state_id in draw(st.sets(st.sampled_from(sorted(STATES.rows)), max_size=3)):
        changed = replace(
            states.rows[state_id],
            type=draw(st.sampled_from(StateType)),
            next_state_id=draw(st.none() | st.integers(1, 9)),
            ignore_escalation=draw(st.booleans()),
            active=draw(st.booleans()),
            # A default is never deleted.
            deleted=state_id not in (NEW, OPEN) and draw(st.booleans()),
        )
        states = replace(states, rows={**states.rows, state_id: changed})
    return states


tickets = st.builds(
    customer_ticket,
    state_id=st.sampled_from(sorted(STATES.rows)),
    pending_until=times,
    first_response_due_at=times,
    auto_close_at=times,
    spam=st.booleans(),
    escalation_paused=st.booleans(),
)
period = st.sampled_from([None, DAY])


@given(tickets, changed_states(), period)
def test_due_timers_come_to_an_end(ticket: Ticket, states: States, period: timedelta | None) -> None:
    now = context(NOW, states=states, period=period)
    try:
        after = apply_due_timers(ticket, now)
    except NoStateOfType:
        return  # no active closed state

    assert apply_due_timer(after, now) is None
    due = next_due(after)
    assert due is None or due > NOW


@given(tickets, changed_states())
def test_every_due_ticket_has_a_step(ticket: Ticket, states: States) -> None:
    """Otherwise each sweep would find the ticket again: the timer index does not know the states."""
    due = next_due(ticket)
    now = context(due or NOW, states=states)
    try:
        step = apply_due_timer(ticket, now)
    except NoStateOfType:
        return

    if due is not None:
        assert step is not None


@given(tickets)
def test_archiving_does_not_change_the_timers(ticket: Ticket) -> None:
    step = archive(ticket, context(by=AGENT), True)

    assert step is not None
    assert next_due(step.after) == next_due(ticket)
