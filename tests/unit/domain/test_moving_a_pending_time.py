"""When a pending state ends is moved without naming the state; other tickets are left alone."""

from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Message
from tests.unit.domain.samples import AGENT, CUSTOMER, DAY, HOUR, NOW, REMINDER, context, customer_ticket

LATER = context(NOW + HOUR, AGENT)


def test_a_pending_ticket_gets_another_time() -> None:
    ticket = customer_ticket(state_id=REMINDER, pending_until=NOW + DAY)

    step = handle(ticket, LATER, Handling(pending_until=NOW + 2 * DAY))

    assert step is not None
    assert (step.after.state_id, step.after.pending_until) == (REMINDER, NOW + 2 * DAY)
    assert [change.field for change in step.entry.changes] == ["pending_until"]


def test_the_same_time_changes_nothing() -> None:
    ticket = customer_ticket(state_id=REMINDER, pending_until=NOW + DAY)
    assert handle(ticket, LATER, Handling(pending_until=NOW + DAY)) is None


def test_a_ticket_that_is_not_pending_gets_none() -> None:
    assert handle(customer_ticket(), LATER, Handling(pending_until=NOW + DAY)) is None


def test_words_of_the_customer_leave_it_pending_then() -> None:
    ticket = customer_ticket(state_id=REMINDER, pending_until=NOW + DAY)
    by_customer = context(NOW + HOUR, CUSTOMER)

    step = handle(ticket, by_customer, Handling(pending_until=NOW + 2 * DAY), Message("Next week, please"))

    assert step is not None
    assert (step.after.state_id, step.after.pending_until) == (REMINDER, NOW + 2 * DAY)
