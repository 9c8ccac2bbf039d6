"""The index of timers: which tickets time has to act on, found without a scan and however late.

The index only says where to look. It lags behind by moments, so that whoever acts reads the ticket itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import whole_second
from polydesk.storage import keys
from polydesk.storage.codec import millis, moment
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import due_attributes, ticket_of
from polydesk.storage.transaction import EXISTS, PutItem, UpdateItem, same


@dataclass(frozen=True, slots=True)
class TimerEntry:
    """An entry of the index: the ticket, and the place at which it was found."""

    number: int
    due_at: str


@dataclass(frozen=True, slots=True)
class Review:
    """How far open tickets have been looked at since the states changed: those below a number are left.

    `states` stands for the states as they were then, and `seen` is when they were first found to be so. `last` tells
    that this pass began when every function knew of them.
    """

    states: str
    seen: datetime
    below: int | None = None
    last: bool = False


class TimerIndex:
    """The index of timers of one desk."""

    def __init__(self, table: Table) -> None:
        """Read it from this table."""
        self._table = table

    def tickets(self, until: datetime, most_of_each: int) -> Iterator[TimerEntry]:
        """Tickets whose time has come by then, from each partition the longest overdue, at most so many."""
        for shard in range(keys.DUE_SHARDS):
            yield from self._entries(keys.due_shard(shard), until, most_of_each)

    def spam(self, until: datetime) -> Iterator[int]:
        """Tickets that have been spam since then or longer."""
        for shard in range(keys.DUE_SHARDS):
            for entry in self._entries(keys.spam_shard(shard), until):
                yield entry.number

    def _entries(self, shard: str, until: datetime, limit: int | None = None) -> Iterator[TimerEntry]:
        span = keys.due_span(until)
        for item in self._table.query(shard, between=span, limit=limit, index=keys.DUE_INDEX):
            yield TimerEntry(keys.due_number(item["due_at"]), item["due_at"])

    def ticket(self, number: int) -> tuple[Ticket, bool] | None:
        """The ticket as it is now, and whether the index has it where it should be."""
        item = self._table.get(keys.ticket(number))
        if item is None:
            return None
        ticket = ticket_of(item)
        return ticket, all(item.get(name) == value for name, value in due_attributes(ticket).items())

    def reindex(self, ticket: Ticket) -> None:
        """Put the ticket where it should be in the index. Raises Stale when it is not as it was read."""
        unchanged = same(version=ticket.version)
        self._table.write(
            UpdateItem(
                keys.ticket(ticket.number), due_attributes(ticket), condition=unchanged, on_failure=VersionMismatch()
            )
        )

    def snooze(self, entry: TimerEntry, until: datetime) -> None:
        """Let the ticket be found again only then. Raises Stale when it is not where it was found."""
        later = {"due_at": keys.due_at(whole_second(until), entry.number)}
        found = EXISTS & same(due_at=entry.due_at)
        self._table.write(UpdateItem(keys.ticket(entry.number), later, condition=found, on_failure=VersionMismatch()))

    def review(self) -> Review | None:
        """The note of the last review."""
        item = self._table.get(keys.review())
        if item is None:
            return None
        return Review(item["states"], moment(item.get("seen", 0)), item["below"], item.get("last", False))

    def note_review(self, review: Review) -> None:
        """Write the note."""
        note = {"states": review.states, "seen": millis(review.seen), "below": review.below, "last": review.last}
        self._table.write(PutItem(keys.review(), {"type": "review", "version": 1, **note}))
