"""A table in memory. The tests in `tests/storage` hold it to what the table on DynamoDB does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import islice
from threading import RLock
from typing import override

from polydesk.storage.codec import Item, decode, encode
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import TransactionItem, UpdateItem, apply

PROJECTIONS = {"due": set[str](), "own": {"state"}}
"""The attributes that the secondary indexes show beside the keys."""


class FakeTable(Table):
    """A table without limits, latency, conflicts or outages; its indexes are always up to date."""

    def __init__(self) -> None:
        """Start empty."""
        self._items: dict[Key, Item] = {}
        self._partitions: defaultdict[str, set[Key]] = defaultdict(set)
        self._lock = RLock()

    @override
    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        return deepcopy(self._items.get(key)) or None

    @override
    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        return {key: item for key in keys if (item := self.get(key))}

    @override
    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        between: tuple[str, str] | None = None,
        descending: bool = False,
        limit: int | None = None,
        at_first: int | None = None,
        consistent: bool = True,
        index: tuple[str, str, str] | None = None,
    ) -> Iterator[Item]:
        name, hash_name, range_name = index or ("", "pk", "sk")
        lowest, highest = between or (prefix, prefix + chr(0x10FFFF))
        if lowest > highest:
            raise ValueError("DynamoDB refuses a range whose end is below its beginning")
        with self._lock:
            keys = list(self._items if index else self._partitions[pk])
        found = [
            item
            for item in map(self._items.__getitem__, keys)
            if item.get(hash_name) == pk and range_name in item and lowest <= item[range_name] <= highest
        ]
        found.sort(key=lambda item: str(item[range_name]), reverse=descending)
        for item in islice(found, limit):
            yield deepcopy(item) if not index else _projected(item, {hash_name, range_name, *PROJECTIONS[name]})

    @override
    def update(self, operation: UpdateItem) -> Item:
        with self._lock:
            self.write(operation)
            return deepcopy(self._items[operation.key])

    @override
    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        with self._lock:
            for operation in operations:
                if operation.condition and not operation.condition.holds(self._items.get(operation.key)):
                    raise operation.on_failure or RuntimeError(f"{operation} does not say what it raises")
            after = {operation.key: apply(operation, self._items.get(operation.key)) for operation in operations}
            if len(after) < len(operations):
                raise ValueError("a transaction writes an item only once")
            # Through the codec, which refuses values that DynamoDB cannot store. An empty item is one that is gone.
            self._items |= {key: decode(encode(item or {})) for key, item in after.items()}
            for key in after:
                self._partitions[key.pk].add(key)


def _projected(item: Item, names: set[str]) -> Item:
    return {name: item[name] for name in {"pk", "sk", *names} if name in item}
