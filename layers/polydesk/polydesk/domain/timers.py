"""Which of a ticket's timers ends first."""

from datetime import datetime, timedelta

from polydesk.domain.ticket import Ticket

MINUTE = timedelta(minutes=1)


def next_due(ticket: Ticket) -> datetime | None:
    """When time next acts on the ticket, or None while no timer is armed. Spam is left alone."""
    if ticket.spam:
        return None
    armed = [at for at in (ticket.pending_until, ticket.respond_by, ticket.close_at) if at]
    return min(armed, default=None)


def first_sweep(due: datetime) -> datetime:
    """The first whole minute at or after a time: when the sweep of that minute finds it."""
    floor = due.replace(second=0, microsecond=0)
    return floor if floor == due else floor + MINUTE
