"""Measures: numbers of a ticket that its row has and no index. Lists compare the rows to select by them."""

from decimal import Decimal
from enum import StrEnum

from polydesk.domain.ticket import Ticket


class Measure(StrEnum):
    """The numbers of a ticket."""

    MESSAGES = "messages"
    """Public and private ones, the opening included."""
    TIME_SPENT = "time_spent"
    """Minutes. A ticket for which none were ever booked does not have it."""
    TAGS = "tags"
    """How many tags it has."""


def measure_of(ticket: Ticket, measure: Measure) -> Decimal | None:
    """Return the number, or None for a ticket that does not have it."""
    match measure:
        case Measure.MESSAGES:
            return Decimal(ticket.messages)
        case Measure.TAGS:
            return Decimal(len(ticket.tags))
        case Measure.TIME_SPENT:
            return ticket.time_spent
