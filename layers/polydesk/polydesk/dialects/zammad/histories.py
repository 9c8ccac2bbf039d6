"""Histories of tickets as answers of the Zammad API go through them: which article each message is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polydesk.desk.desk import Desk
from polydesk.desk.ticket_reading import PlacedMessage
from polydesk.dialects.zammad import ids
from polydesk.domain.ticket import HistoryEntry, Ticket

ROOM = 4_000_000
"""Characters of the updates that are read, with 200 for each update itself."""

LEFT_OUT = "X-Updates-Left-Out"
"""The header that says how many updates a long history has between the first one and those that were read."""


@dataclass(frozen=True, slots=True)
class History:
    """The first update of a ticket and the newest ones, oldest first, and which message each has, by its version."""

    ticket: Ticket
    updates: Sequence[HistoryEntry]
    places: Mapping[int, int]

    @property
    def messages(self) -> list[PlacedMessage]:
        """The messages of the updates, oldest first."""
        places = self.places
        return [PlacedMessage(places[one.version], one) for one in self.updates if one.version in places]

    def article_id(self, update: HistoryEntry) -> int | None:
        """Return the id of the article that an update has, or None."""
        place = self.places.get(update.version)
        return None if place is None else ids.part_id(update.number, place)

    @property
    def headers(self) -> dict[str, str]:
        """The header that says how many updates are missing, if some are."""
        missing = self.ticket.version - len(self.updates)
        return {LEFT_OUT: str(missing)} if missing else {}


def read(desk: Desk, ticket: Ticket) -> History:
    """Read the history of a ticket. Raises TicketNotFound when it has been purged meanwhile."""
    updates = desk.history.of(ticket, ROOM)
    return History(ticket, updates, places_of(ticket, updates))


def places_of(ticket: Ticket, updates: Sequence[HistoryEntry]) -> Mapping[int, int]:
    """Return which message of the ticket each update has, by its version. Updates after the first one may be missing.

    The newest message is the last one, so they are counted down from there.
    """
    found, place = {}, ticket.messages
    for update in reversed(updates):
        if update.message:
            found[update.version] = 1 if update.version == 1 else place
            place -= 1
    return found
