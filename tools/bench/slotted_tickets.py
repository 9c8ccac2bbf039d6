"""Tickets reduced to what concerns the ticket index: with rows and own sets, or many at once without."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polydesk.domain.slot import GONE_SLOT, Slot, is_hidden
from polydesk.storage import keys, transaction
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.hidden_sets import hide, show
from polydesk.storage.keys import Key
from polydesk.storage.own_sets import OwnSets
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.ticket_index import layout
from polydesk.storage.ticket_index.counts import change
from polydesk.storage.ticket_index.folding import fold
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_index.layout import Wanted
from polydesk.storage.transaction import DeleteItem, PutItem, TransactionItem, UpdateItem
from tools.bench.indexed_tickets import DEADLINE_SECONDS, put_all

CUSTOMERS = 3

FOLD_SECONDS = 600.0


class PlacedTickets:
    """Tickets in a table, each a row with its bit, its count and its place in its customer's own set."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.index = TicketIndex(table)
        self.own = OwnSets(table)

    def move(self, number: int, before: Slot | None, after: Slot) -> None:
        """Create, move or purge a ticket. Raises VersionMismatch when it is not in the slot `before`."""
        batch = [
            _write(number, before, after),
            *self.index.operations(number, before, after, recent=number % 2 == 0),
            *self.own.operations(customer_of(number), number, before, after),
            *_hiding(number, before, after),
        ]
        self.table.commit(batch, Deadline(DEADLINE_SECONDS))


def _hiding(number: int, before: Slot | None, after: Slot) -> list[UpdateItem]:
    was = before is not None and is_hidden(before)
    return [] if was == is_hidden(after) else [show(number) if was else hide(number)]


def customer_of(number: int) -> int:
    """Return the customer who has the ticket."""
    return number % CUSTOMERS + 1


def slotted_row(number: int, slot: Slot) -> Item:
    """Return the row of a ticket, without its version."""
    row = {"type": "ticket", "number": number, "client": customer_of(number), "sets": True}
    return {**row, **_attributes(slot)}


def _attributes(slot: Slot) -> dict[str, Any]:
    return {
        "state": slot.state_id,
        "archived": slot.archived or None,
        "spam": slot.spam or None,
        "staff_only": slot.staff_only or None,
    }


def _write(number: int, before: Slot | None, after: Slot) -> TransactionItem:
    key = keys.ticket(number)
    if before is None:
        return PutItem(key, {**slotted_row(number, after), "version": 1}, transaction.ABSENT, VersionMismatch())
    unmoved = transaction.same(**_attributes(before))
    if after == GONE_SLOT:
        return DeleteItem(key, unmoved, VersionMismatch())
    return UpdateItem(key, _attributes(after), {"version": 1}, unmoved, VersionMismatch())


@dataclass(frozen=True, slots=True)
class SlottedTickets:
    """Tickets 1, 2, 3, … in the given slots."""

    slots: Sequence[Slot]

    def numbers(self, wanted: Wanted) -> list[int]:
        """Return the tickets in wanted slots, newest first."""
        return [number for number in range(len(self.slots), 0, -1) if wanted(self.slots[number - 1])]


def put_slotted_tickets(table: Table, size: int, weights: Mapping[Slot, float]) -> SlottedTickets:
    """Write that many tickets to the ticket index at once, with slots drawn by weight, the same each time.

    The counts of all quarters but the newest one are folded.
    """
    slots = random.Random(size).choices(list(weights), list(weights.values()), k=size)
    put_all(table, [PutItem(key, item) for key, item in index_items(enumerate(slots, 1))])
    fold_counts(table)
    return SlottedTickets(slots)


def index_items(slots: Iterable[tuple[int, Slot]]) -> Iterator[tuple[Key, dict[str, int]]]:
    """Return the items of the ticket index after these tickets were opened in these slots, before any folding."""
    items: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, slot in slots:
        address = layout.address(number)
        items[address.key(layout.part_of(slot))][address.name(slot)] += address.value
        update = change(number, None, slot, recent=True)
        for name, value in update.add.items():
            items[update.key][name] += value
    return ((key, dict(item)) for key, item in items.items())


def fold_counts(table: Table) -> None:
    """Fold the counts of all quarters but the newest one. Raises RuntimeError when time is up before."""
    if fold(table, Deadline(FOLD_SECONDS)).left:
        raise RuntimeError("the counts are folded only in part")
