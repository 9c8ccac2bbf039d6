"""What callers read of the histories of tickets that they have got."""

from collections.abc import Iterable

from polydesk.desk.resources import Resources
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.ticket import HistoryEntry, Ticket

LEAST_AT_ONCE = 10
"""Updates that are read at once: most histories are not longer."""

USUAL_SIZE = 4_000
"""Characters of an update, generously: if there is room for a hundred such, a hundred are read at once."""


class HistoryDesk:
    """The histories of tickets. Whether a ticket is the caller's to see has been decided where it was got."""

    def __init__(self, resources: Resources) -> None:
        """Read from this backing."""
        self._tickets = resources.tickets

    def of(self, ticket: Ticket, room: int) -> list[HistoryEntry]:
        """The updates that made the ticket what it is here, oldest first: the opening, and the newest ones.

        `room` is how many characters of messages there is room for; with the message that exceeds it reading ends, so
        that no history is too long to be read.
        Raises TicketNotFound when the ticket has been purged meanwhile.
        """
        newest: list[HistoryEntry] = []
        at_first = max(LEAST_AT_ONCE, room // USUAL_SIZE)
        for update, _ in self._tickets.newest_first(ticket.number, ticket.version, at_first):
            newest.append(update)
            room -= _size(update)
            if room < 0 or update.version == 1:
                break
        if not newest:
            raise TicketNotFound(ticket.number)
        if newest[-1].version > 1:
            newest += self._tickets.entries([(ticket.number, 1)]).values()
        return newest[::-1]

    def openings(self, tickets: Iterable[Ticket]) -> dict[int, HistoryEntry]:
        """Return the first update of each ticket, by number, in one read of up to a hundred."""
        found = self._tickets.entries(sorted({(ticket.number, 1) for ticket in tickets}))
        return {number: update for (number, _), update in found.items()}


def _size(update: HistoryEntry) -> int:
    """About how many characters an answer gets with an update."""
    message = update.message
    return 200 + (len(message.text) + len(message.html or "") if message else 0)
