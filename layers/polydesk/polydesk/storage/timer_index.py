"""The index of timers: it finds tickets that are due without a scan, however late.

It is eventually consistent and only tells which tickets to look at. Decide from the ticket itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import whole_second
from polydesk.storage import keys
from polydesk.storage.codec import read_times
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import due_attributes, ticket_of
from polydesk.storage.transaction import EXISTS, PutItem, UpdateItem, same


@dataclass(frozen=True, slots=True)
class TimerEntry:
    """An entry of the index: a ticket, and the range key at which it was found."""

    number: int
    due_at: str


@dataclass(frozen=True, slots=True)
class Review:
    """The progress of reviewing all open tickets after the states have changed; tickets below `below` are left.

    `states` is the fingerprint of the states and `seen` when it was first read. `last` marks the pass that began
    after every function had learned of these states.
    """

    states: str
    seen: datetime
    below: int | None = None
    last: bool = False


class TimerIndex:
    """The index of timers of one desk."""

    def __init__(self, table: Table) -> None:
        """Use the index of this table."""
        self._table = table

    def due_tickets(self, until: datetime, limit_per_shard: int) -> Iterator[TimerEntry]:
        """Yield tickets that are due by then, from each partition at most so many, the longest overdue first."""
        due = keys.due_range(until)
        for shard in range(keys.DUE_SHARDS):
            yield from self._entries(keys.due_shard(shard), due, limit_per_shard)

    def spam_tickets(self, until: datetime) -> Iterator[int]:
        """Yield tickets that became spam by then."""
        due = keys.due_range(until)
        for shard in range(keys.DUE_SHARDS):
            for entry in self._entries(keys.spam_shard(shard), due):
                yield entry.number

    def _entries(self, shard: str, due: tuple[str, str], limit: int | None = None) -> Iterator[TimerEntry]:
        for item in self._table.query(shard, between=due, limit=limit, index=keys.DUE_INDEX):
            yield TimerEntry(keys.due_number(item["due_at"]), item["due_at"])

    def lookup(self, number: int) -> tuple[Ticket, bool] | None:
        """Return the ticket, and whether its keys in the index are right, or None."""
        item = self._table.get(keys.ticket(number))
        if item is None:
            return None
        ticket = ticket_of(item)
        return ticket, all(item.get(name) == value for name, value in due_attributes(ticket).items())

    def reindex(self, ticket: Ticket) -> None:
        """Correct the ticket's keys in the index. Raises VersionMismatch when the ticket has changed."""
        unchanged = same(version=ticket.version)
        self._table.write(
            UpdateItem(
                keys.ticket(ticket.number), due_attributes(ticket), condition=unchanged, on_failure=VersionMismatch()
            )
        )

    def snooze(self, entry: TimerEntry, until: datetime) -> None:
        """Move the entry, so that it is found again only then. Raises VersionMismatch when it has moved already."""
        later = {"due_at": keys.due_at(whole_second(until), entry.number)}
        unmoved = EXISTS & same(due_at=entry.due_at)
        self._table.write(UpdateItem(keys.ticket(entry.number), later, condition=unmoved, on_failure=VersionMismatch()))

    def review(self) -> Review | None:
        """Return the progress of the last review, or None when it is unknown."""
        item = self._table.get(keys.review())
        if item is None or "seen" not in item:
            return None
        return Review(item["states"], read_times(item, "seen")["seen"], item["below"], item.get("last", False))

    def save_review(self, review: Review) -> None:
        """Store the progress of a review."""
        item = {"states": review.states, "seen": review.seen, "below": review.below, "last": review.last}
        self._table.write(PutItem(keys.review(), {"type": "review", "version": 1, **item}))
