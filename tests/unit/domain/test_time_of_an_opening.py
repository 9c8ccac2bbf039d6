"""Working time can be booked when a ticket is opened."""

from decimal import Decimal

from polydesk.domain.actions import NewTicket, open_ticket
from polydesk.domain.ticket import Message
from tests.unit.domain.samples import AGENT, NOW, context


def test_the_ticket_and_its_first_entry_have_it() -> None:
    new = NewTicket("Broken", Message("They called"), 5, 1, 2, minutes=Decimal("12.50"))

    step = open_ticket(1, new, context(NOW, AGENT))

    assert (step.after.time_spent, step.entry.time_spent) == (Decimal("12.50"), Decimal("12.50"))


def test_none_is_booked_otherwise() -> None:
    step = open_ticket(1, NewTicket("Broken", None, 5, 1, 2), context(NOW, AGENT))
    assert (step.after.time_spent, step.entry.time_spent) == (None, None)
