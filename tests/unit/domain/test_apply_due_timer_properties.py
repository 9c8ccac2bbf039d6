"""What time does to any ticket, on a desk of which anything may have been changed."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.actions import archive
from polydesk.domain.state import NoStateOfType, States, StateType
from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import apply_due_timer, next_due
from tests.unit.domain.desks import AGENT, DAY, HOUR, NEW, NOW, OPEN, STATES, context, run, ticket_of_client

times = st.none() | st.integers(-3 * 24, 3 * 24).map(lambda hours: NOW + hours * HOUR)


@st.composite
def desks(draw: st.DrawFn) -> States:
    """The states of a desk of which anything may have been changed."""
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
    ticket_of_client,
    state_id=st.sampled_from(sorted(STATES.rows)),
    pending_until=times,
    first_response_due_at=times,
    auto_close_at=times,
    spam=st.booleans(),
    escalation_paused=st.booleans(),
)
rules = st.sampled_from([None, DAY])


@given(tickets, desks(), rules)
def test_whatever_is_due_time_comes_to_an_end_and_twice_is_once(
    ticket: Ticket, states: States, rules: timedelta | None
) -> None:
    now = context(NOW, states=states, rules=rules)
    try:
        left = run(ticket, now)
    except NoStateOfType:
        return  # nothing closes tickets on this desk, and somebody is told

    assert apply_due_timer(left, now) is None
    due = next_due(left)
    assert due is None or due > NOW


@given(tickets, desks())
def test_nothing_is_found_for_ever_and_nothing_due_is_left_out(ticket: Ticket, states: States) -> None:
    """The index of timers knows no states, and still holds a ticket only while time has something to do with it."""
    due = next_due(ticket)
    now = context(due or NOW, states=states)
    try:
        step = apply_due_timer(ticket, now)
    except NoStateOfType:
        return

    if due is not None:
        assert step is not None


@given(tickets)
def test_what_does_not_concern_time_leaves_the_timers_alone(ticket: Ticket) -> None:
    step = archive(ticket, context(by=AGENT), True)

    assert step is not None
    assert next_due(step.after) == next_due(ticket)
