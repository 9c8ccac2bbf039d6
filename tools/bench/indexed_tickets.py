"""Tickets reduced to what concerns the former index by states: a row each, with its bit and its count."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from polydesk.storage import keys, transaction
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.state_index.layout import CHUNK_SIZE
from polydesk.storage.table import Table
from polydesk.storage.ticket_sets import TicketSet
from polydesk.storage.transaction import DeleteItem, PutItem, TransactionItem, UpdateItem

DEADLINE_SECONDS = 30.0
REPETITIONS = 200
"""More than the desk's own, so that no write of a test gives up."""

TRANSACTION_ITEMS = 100
"""DynamoDB's limit of items in one transaction."""


class IndexedTickets:
    """Such tickets in a table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.index = StateIndex(table)

    def move(self, number: int, before: IndexSlot | None, after: IndexSlot | None) -> None:
        """Create, move or purge a ticket. Raises VersionMismatch when it is not in the slot `before`."""
        batch = [self._row(number, before, after), *self.index.operations(number, before, after)]
        self.table.commit(batch, Deadline(DEADLINE_SECONDS, REPETITIONS))

    def _row(self, number: int, before: IndexSlot | None, after: IndexSlot | None) -> TransactionItem:
        key = keys.ticket(number)
        if before is None:
            assert after is not None
            return PutItem(key, {**row(number, after), "version": 1}, transaction.ABSENT, VersionMismatch())
        unmoved = transaction.same(state=before.state_id, spam=before.hidden or None)
        if after is None:
            return DeleteItem(key, unmoved, VersionMismatch())
        changes = {"state": after.state_id, "spam": after.hidden or None}
        return UpdateItem(key, changes, {"version": 1}, unmoved, VersionMismatch())

    def slots(self, bucket: int) -> dict[int, IndexSlot]:
        """Return the slots of a bucket's tickets, according to their rows."""
        found: dict[int, IndexSlot] = {}
        for collection in range(bucket * layout.BUCKET_SIZE, (bucket + 1) * layout.BUCKET_SIZE, 64):
            for item in self.table.query(keys.ticket_collection(collection)):
                found[item["number"]] = IndexSlot(item["state"], item.get("spam", False))
        return found


def row(number: int, slot: IndexSlot) -> Item:
    """Return the row of a ticket, without its version."""
    return {"type": "ticket", "number": number, "state": slot.state_id, "spam": slot.hidden or None}


def assert_index_shows(index: StateIndex, slots: Mapping[int, IndexSlot]) -> None:
    """Assert that the index has one bit for each visible ticket, counts each ticket once, and has nothing else."""
    visible = Counter(slot.state_id for slot in slots.values() if not slot.hidden)
    hidden = Counter(slot.state_id for slot in slots.values() if slot.hidden)
    counts = index.counts()
    states = {*visible, *hidden, *counts.visible, *counts.hidden}

    assert counts.visible == visible
    assert counts.hidden == hidden
    for state_id in states:
        expected = sorted((number for number, slot in slots.items() if slot == IndexSlot(state_id)), reverse=True)
        assert listed(index, [state_id]) == expected


def listed(index: StateIndex, states: Collection[int]) -> list[int]:
    """Return the visible tickets in the states, newest first, according to the bits of the index."""
    bitmaps = {bucket: index.bitmap(bucket, states) for bucket in index.buckets()}
    return list(TicketSet.from_bitmaps(bitmaps).newest_first())


@dataclass(frozen=True, slots=True)
class BulkTickets:
    """Tickets 1, 2, 3, … in the given slots, which are in the index but have no rows."""

    slots: Sequence[IndexSlot]

    def numbers(self, states: Iterable[int]) -> list[int]:
        """Return the visible tickets in the states, newest first."""
        wanted = {IndexSlot(state_id) for state_id in states}
        return [number for number in range(len(self.slots), 0, -1) if self.slots[number - 1] in wanted]


def put_tickets(table: Table, size: int, weights: Mapping[IndexSlot, float]) -> BulkTickets:
    """Write that many tickets to the index at once, with states drawn by weight, the same each time."""
    slots = random.Random(size).choices(list(weights), list(weights.values()), k=size)
    items: dict[Key, Counter[str]] = defaultdict(Counter)
    for first in range(0, size + 1, CHUNK_SIZE):
        address = layout.address(first)
        chunks: dict[IndexSlot, int] = defaultdict(int)
        for number in range(first or 1, min(first + CHUNK_SIZE, size + 1)):
            chunks[slots[number - 1]] |= 1 << (number - first)
        for slot, chunk in chunks.items():
            name = layout.hidden_name if slot.hidden else layout.visible_name
            items[keys.index_counts(layout.quarter_of(first))][name(slot.state_id)] += chunk.bit_count()
            if not slot.hidden:
                items[keys.index_segment(address.bucket, address.segment)][
                    layout.chunk_name(slot.state_id, address.letter)
                ] = chunk
    put_all(table, [PutItem(key, dict(item)) for key, item in items.items()])
    return BulkTickets(slots)


def put_all(table: Table, puts: Iterable[PutItem]) -> None:
    """Write items, many at a time."""
    for batch in batched(puts, TRANSACTION_ITEMS, strict=False):
        table.commit(batch, Deadline(DEADLINE_SECONDS, REPETITIONS))
