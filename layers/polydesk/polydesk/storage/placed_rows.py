"""Tickets' rows reduced to what their places in the indexes depend on: the truth that repairs compare with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.table import Table
from polydesk.storage.transaction import Condition, same


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """What a row says about the ticket's places, and the version that shows whether the row has changed.

    A ticket that moves from the former index to the sets keeps its version. It does so once, so version and `in_sets`
    together never return.
    """

    slot: Slot
    customer_id: int | None
    in_sets: bool
    version: Any

    @property
    def unchanged(self) -> Condition:
        """The condition that the row is still the same."""
        return same(version=self.version, sets=self.in_sets or None)


def placed_rows(table: Table, lowest: int, highest: int) -> Iterator[tuple[int, PlacedRow]]:
    """Yield the rows of the tickets with these numbers, both included, consistently and in order."""
    read_range = (keys.ticket_sort(lowest), keys.ticket_sort(highest))
    last = highest >> keys.ROWS_PER_COLLECTION_BITS
    for collection in range(lowest >> keys.ROWS_PER_COLLECTION_BITS, last + 1):
        pk = keys.ticket_collection(collection << keys.ROWS_PER_COLLECTION_BITS)
        for item in table.query(pk, between=read_range):
            yield item["number"], placed_row(item)


def placed_row(item: Item) -> PlacedRow:
    """Return what an item says. It agrees with `slot_of` of the whole ticket."""
    slot = Slot(
        item["state"],
        archived=item.get("archived", False),
        spam=item.get("spam", False),
        trashed=item.get("trashed", False),
        staff_only=item.get("staff_only", False),
    )
    return PlacedRow(slot, item.get("client"), item.get("sets", False), item.get("version"))
