"""Tickets reduced to what concerns the ticket index: many at once, without rows."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polydesk.domain.slot import Slot
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.ticket_index import layout
from polydesk.storage.ticket_index.counts import change
from polydesk.storage.ticket_index.folding import fold
from polydesk.storage.ticket_index.layout import Wanted
from polydesk.storage.transaction import PutItem
from tools.bench.indexed_tickets import DEADLINE_SECONDS, put_all


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
    items: dict[Key, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for number, slot in enumerate(slots, 1):
        address = layout.address(number)
        items[address.key(layout.part_of(slot))][address.name(slot)] += address.value
        update = change(number, None, slot, recent=True)
        for name, value in update.add.items():
            items[update.key][name] += value
    put_all(table, [PutItem(key, dict(item)) for key, item in items.items()])
    fold(table, Deadline(DEADLINE_SECONDS))
    return SlottedTickets(slots)
