"""Which of a ticket's timers ends first."""

from datetime import datetime, timedelta

from polydesk.domain.ticket import Ticket

SECOND = timedelta(seconds=1)


def next_due(ticket: Ticket) -> datetime | None:
    """When time next acts on the ticket, or None while no timer is armed. Spam is left alone."""
    if ticket.spam:
        return None
    pending = ticket.remind_at or ticket.pending_until
    respond_by = None if ticket.escalation_paused else ticket.respond_by
    return min((at for at in (pending, respond_by, ticket.close_at) if at), default=None)


def spam_since(ticket: Ticket) -> datetime | None:
    """Since when the ticket has been spam; its purge counts from then. None when it is not spam."""
    return (ticket.spam_at or ticket.updated_at) if ticket.spam else None


def whole_second(at: datetime) -> datetime:
    """The first whole second at or after a time: a sweep of that second, or any later one, finds it."""
    floor = at.replace(microsecond=0)
    return floor if floor == at else floor + SECOND
