"""A table that others change while somebody reads and writes it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import TransactionItem, UpdateItem


class BusyTable(Table):
    """A table that others change just before the n-th read of a name, or the n-th commit.

    `reads` names reads: of one item by its key, of a collection by its partition. A read of many items is "many".
    """

    def __init__(
        self, table: Table, reads: Mapping[Key | str, str], others: Mapping[str, Callable[[], object]]
    ) -> None:
        """Take what others do by "<name> <n>"."""
        self.table = table
        self.reads = reads
        self.others = others
        self.times: Counter[str] = Counter()

    def _now(self, what: str | None) -> None:
        if what is not None:
            self.times[what] += 1
            self.others.get(f"{what} {self.times[what]}", lambda: None)()

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """Read one item."""
        self._now(self.reads.get(key))
        return self.table.get(key, consistent=consistent)

    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        """Read many items."""
        self._now("many")
        return self.table.get_many(keys, consistent=consistent)

    def query(self, pk: str, **arguments: Any) -> Iterator[Item]:
        """Read a collection."""
        self._now(self.reads.get(pk))
        return self.table.query(pk, **arguments)

    def update(self, operation: UpdateItem) -> Item:
        """Update one item."""
        return self.table.update(operation)

    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        """Write a transaction."""
        self._now("commit")
        self.table.commit(operations, deadline)
