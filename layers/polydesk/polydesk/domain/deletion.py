"""The end of a ticket: the last entry of its history, which tells subscribers that it was deleted."""

from datetime import datetime

from polydesk.domain.errors import TicketNotInTrash
from polydesk.domain.person import Author
from polydesk.domain.ticket import LAST_VERSION, HistoryEntry, Ticket


def require_trash(ticket: Ticket) -> None:
    """Require that the ticket is in the trash. Raises TicketNotInTrash."""
    if not ticket.trashed:
        raise TicketNotInTrash


def last_entry(ticket: Ticket, at: datetime, by: Author) -> HistoryEntry:
    """Return the entry that ends the history of a ticket. There is room for it in every history."""
    return HistoryEntry(ticket.number, min(ticket.version + 1, LAST_VERSION), "deleted", at, by)
