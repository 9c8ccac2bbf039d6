"""Each customer's own tickets, as sets of numbers that are written in the transactions of the tickets.

    item OWN#12 / 0000007    { "1": {3, 17}, "5": {801}, "5g": {9} }    tickets 7,003 and 7,017 are in state 1, 7,801
                                                                        in state 5, and 7,009 in state 5 and spam

An item is for one customer and one thousand ticket numbers. It has a set of offsets from the thousand for each slot
that has any, under the slot's code. A list of these tickets is exact as soon as their transactions are.

- Whether a ticket is archived is not in the sets: customers do not see it, and archiving would cost two units more.
- Writing a ticket again into the set where it is changes nothing, so a repair can simply write what the row says.
- Sets instead of bitmaps: a number takes three bytes, a chunk of 80 bits takes up to sixteen and leaves a zero in every
  state that its tickets have left. Sets are smaller until a customer has about a tenth of all tickets. At half of all
  tickets they are three times as large to read, and two units more to write.
- An item has neither `type` nor `version`: it is no record that the stream tells of.
- An item with the attribute `closed` takes no new ticket: its customer is being removed (`own_set_closing`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial

from polydesk.domain.errors import PersonNotFound
from polydesk.domain.slot import GONE, Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.layout import code, slot_of_code
from polydesk.storage.ticket_sets import TicketSet
from polydesk.storage.transaction import UpdateItem, same

THOUSAND = 1_000
"""How many ticket numbers an item covers; a divisor of the size of a bucket."""

MAX_CUSTOMERS = 100
"""For how many customers one request asks."""

CLOSED = "closed"
"""The attribute of an item that takes no new ticket."""

_NO_SETS = ("pk", "sk", CLOSED)
"""The attributes that are no sets."""


class OwnSets:
    """The tickets of each customer of one desk."""

    def __init__(self, table: Table) -> None:
        """Store the sets in the table."""
        self._table = table

    def operations(self, customer_id: int, number: int, before: Slot | None, after: Slot | None) -> list[UpdateItem]:
        """Return the write that moves a ticket of the customer from one slot to another; none if its code stays.

        `before` is None for a ticket that the customer did not have. `after` is None for one that the customer has no
        longer; a purged ticket, whose slot is GONE_SLOT, is one of these. Put it into the transaction of the ticket.
        """
        old, new = code_in_own_set(before), code_in_own_set(after)
        if old == new:
            return []
        thousand, offset = divmod(number, THOUSAND)
        key = keys.own_set(customer_id, thousand)
        members = {offset}
        return [UpdateItem(key, include={new: members} if new else {}, exclude={old: members} if old else {})]

    def opening(self, customer_id: int, number: int, slot: Slot | None) -> list[UpdateItem]:
        """Return the write that adds a new ticket of the customer. It raises PersonNotFound when the item is closed."""
        is_open = same(**{CLOSED: None})
        writes = self.operations(customer_id, number, None, slot)
        return [replace(write, condition=is_open, on_failure=PersonNotFound(customer_id)) for write in writes]

    def of(self, customer_ids: Collection[int], wanted: Callable[[Slot], bool]) -> TicketSet:
        """Return the tickets of these customers, at most 100, that are in a wanted slot, exactly as they are now.

        Sets do not say whether a ticket is archived: `wanted` sees no slot as archived, and must not depend on it.
        Raises ValueError for more customers.
        """
        customers = list(dict.fromkeys(customer_ids))
        if len(customers) > MAX_CUSTOMERS:
            raise ValueError(f"{len(customers)} customers are more than {MAX_CUSTOMERS}")
        items = side_by_side([partial(self._items, customer_id) for customer_id in customers])
        return TicketSet.from_offsets(_offsets(item, wanted) for some in items for item in some)

    def counts(self, customer_id: int) -> Counter[Slot]:
        """Return how many tickets of the customer each slot has, by one query. No slot is archived, as above."""
        counts: Counter[Slot] = Counter()
        for item in self._items(customer_id):
            counts.update({slot_of_code(name): len(offsets) for name, offsets in item.items() if name not in _NO_SETS})
        return counts

    def _items(self, customer_id: int) -> list[Item]:
        return list(self._table.query(keys.own_sets(customer_id)))


def code_in_own_set(slot: Slot | None) -> str | None:
    """Return the attribute whose set has a ticket of this slot; None when no set has it."""
    return None if slot is None or slot.state_id == GONE else code(replace(slot, archived=False))


def members_of(item: Item) -> Iterator[tuple[str, int]]:
    """Yield the members of an item's sets: the code of the set, and the number of the ticket."""
    first = keys.own_thousand(item["sk"]) * THOUSAND
    for name, offsets in item.items():
        if name not in _NO_SETS:
            yield from ((name, first + offset) for offset in offsets)


def _offsets(item: Item, wanted: Callable[[Slot], bool]) -> tuple[int, Iterable[int]]:
    """Return the first number of an item's thousand, and the offsets of its tickets in wanted slots."""
    return keys.own_thousand(item["sk"]) * THOUSAND, _members(item, wanted)


def _members(item: Item, wanted: Callable[[Slot], bool]) -> Iterator[int]:
    for name, offsets in item.items():
        if name not in _NO_SETS and wanted(slot_of_code(name)):
            yield from offsets
