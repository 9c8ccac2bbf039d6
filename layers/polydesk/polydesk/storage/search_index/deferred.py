"""The texts that are indexed later, because their authors have used up their budget.

An item names a text by its ticket and version. It is in the partition of the ticket's history, so a purge removes it
with the rest, and in the index `due`, where the sweep finds it. Four partitions there keep the texts of one author from
delaying those of most others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from polydesk.domain.person import Author
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.table import Table
from polydesk.storage.transaction import EXISTS, DeleteItem, PutItem, UpdateItem, same

SUBJECT = 0
"""The version that names a ticket's subject instead of the message of a history entry."""


@dataclass(frozen=True, slots=True)
class DeferredText:
    """A text of a ticket, and the range key at which it was found."""

    number: int
    version: int
    due_at: str

    @property
    def is_subject(self) -> bool:
        """Whether it is the ticket's subject."""
        return self.version == SUBJECT

    @property
    def key(self) -> Key:
        """The key of its item."""
        return keys.deferred_text(self.number, self.version)


class DeferredTexts:
    """The texts of one desk that are not indexed yet."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def defer(self, number: int, version: int, author: Author, now: datetime) -> None:
        """Keep a text for later. Doing so twice keeps it once."""
        due = {"due_shard": keys.deferred_shard(author.person_id or 0), "due_at": keys.due_at(now, number)}
        item = {"type": "deferred", "version": version, "number": number, **due}
        self._table.write(PutItem(keys.deferred_text(number, version), item))

    def waiting(self, until: datetime, limit: int) -> list[Iterator[DeferredText]]:
        """Return the texts that were deferred by then, for each partition the oldest, at most so many."""
        return [self._in_shard(shard, until, limit) for shard in range(keys.DEFERRED_SHARDS)]

    def _in_shard(self, shard: int, until: datetime, limit: int) -> Iterator[DeferredText]:
        due = keys.due_range(until)
        for item in self._table.query(keys.deferred_shard(shard), between=due, limit=limit, index=keys.DUE_INDEX):
            yield DeferredText(*keys.deferred_place(item["pk"], item["sk"]), item["due_at"])

    def snooze(self, text: DeferredText, until: datetime) -> None:
        """Move the text, so that it is found again only then. Raises VersionMismatch when it has moved already."""
        later, unmoved = {"due_at": keys.due_at(until, text.number)}, EXISTS & same(due_at=text.due_at)
        self._table.write(UpdateItem(text.key, later, condition=unmoved, on_failure=VersionMismatch()))

    def remove(self, text: DeferredText) -> None:
        """Forget a text that has been indexed, or that is gone."""
        self._table.write(DeleteItem(text.key))
