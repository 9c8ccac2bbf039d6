"""Histories of tickets that the caller has read."""

from collections.abc import Sequence
from functools import partial

from polydesk.desk.resources import Resources
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.storage.side_by_side import side_by_side

FIRST_READ = 10
"""Entries of the first read at least: most histories are not longer."""

USUAL_SIZE = 4_000
"""Characters of an entry, a generous estimate: room for a hundred of these means that a hundred are read at once."""


class HistoryDesk:
    """Histories. Whether the caller may see the ticket was decided where the ticket was read."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._tickets = resources.tickets

    def of(self, ticket: Ticket, room: int) -> list[HistoryEntry]:
        """Return the ticket's first entry and its newest ones, oldest first.

        `room` is the number of characters that there is room for. Reading ends with the message that exceeds it, so no
        history is too long to be read. Raises TicketNotFound when the ticket has been purged meanwhile.
        """
        newest: list[HistoryEntry] = []
        first_read = max(FIRST_READ, room // USUAL_SIZE)
        for entry, _ in self._tickets.newest_first(ticket.number, ticket.version, first_read):
            newest.append(entry)
            room -= _size(entry)
            if room < 0 or entry.version == 1:
                break
        if not newest:
            raise TicketNotFound(ticket.number)
        if newest[-1].version > 1:
            newest += self._tickets.entries([(ticket.number, 1)]).values()
        return newest[::-1]

    def of_each(self, tickets: Sequence[Ticket], room: int) -> dict[int, list[HistoryEntry]]:
        """Return the histories of several tickets by number, each as `of` returns it, read side by side."""
        histories = side_by_side([partial(self.of, one, room) for one in tickets])
        return {one.number: history for one, history in zip(tickets, histories, strict=True)}


def _size(entry: HistoryEntry) -> int:
    """Return about how many characters an answer grows by with an entry."""
    message = entry.message
    return 200 + (len(message.text) + len(message.html or "") if message else 0)
