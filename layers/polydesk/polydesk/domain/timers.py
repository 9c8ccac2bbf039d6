"""Which of a ticket's timers ends first."""

from datetime import datetime, timedelta

from polydesk.domain.ticket import Ticket

SECOND = timedelta(seconds=1)


def next_due(ticket: Ticket) -> datetime | None:
    """When time next acts on the ticket, or None while no timer is armed. Spam is left alone."""
    if ticket.spam:
        return None
    pending = ticket.next_reminder_at or ticket.pending_until
    first_response_due_at = None if ticket.escalation_paused else ticket.first_response_due_at
    return min((at for at in (pending, first_response_due_at, ticket.auto_close_at) if at), default=None)


def spam_since(ticket: Ticket) -> datetime | None:
    """Since when the ticket has been spam; its purge counts from then. None when it is not spam."""
    return (ticket.spam_at or ticket.updated_at) if ticket.spam else None


def whole_second(at: datetime) -> datetime:
    """The first whole second at or after a time: a sweep of that second, or any later one, finds it."""
    floor = at.replace(microsecond=0)
    return floor if floor == at else floor + SECOND
