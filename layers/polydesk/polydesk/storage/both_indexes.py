"""The tickets by slot, wherever they are: in the ticket index, or still in the former index by states.

Until every ticket has been moved, lists read both. The former index knows the states of tickets and counts spam, but
has no bits of spam and no other flags; its tickets appear here without flags. So lists by flags have to wait for the
end of the migration: `desk` refuses them until then.

The former index is read first. Tickets move from it to the ticket index only, so one that moves between the two reads
is seen in both for that moment, and never in neither: a state that has a ticket cannot seem to have none.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from typing import override

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.own_sets import OwnSets, members_of
from polydesk.storage.state_index.index import StateIndex
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.directory import Directory, quarters_of
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_index.layout import Wanted, slot_of_code
from polydesk.storage.ticket_sets import TicketSet


class BothIndexes(TicketIndex):
    """The ticket index, with the tickets of the former index until `is_migrated` tells that it has none."""

    def __init__(self, table: Table, former: StateIndex, is_migrated: Callable[[], bool]) -> None:
        """Read the ticket index of this table, and the former one."""
        super().__init__(table)
        self._former = former
        self._is_migrated = is_migrated

    @override
    def directory(self) -> Directory:
        if self._is_migrated():
            return super().directory()
        former = _former_directory(self._former)
        sums: dict[Slot, Counter[int]] = defaultdict(Counter)
        for directory in (former, super().directory()):
            for slot, counts in directory.counts.items():
                sums[slot].update(counts)
        return Directory(sums)

    @override
    def select(self, directory: Directory, wanted: Wanted, within: TicketSet | None = None) -> TicketSet:
        if self._is_migrated():
            return super().select(directory, wanted, within)
        former = self._former_tickets(wanted, within)
        return former | super().select(directory, wanted, within)

    @override
    def _in_quarters(self, directory: Directory, wanted: Wanted, quarters: AbstractSet[int]) -> TicketSet:
        if self._is_migrated():
            return super()._in_quarters(directory, wanted, quarters)
        former = self._former.in_quarters(self._former_states(wanted), quarters)
        return former | super()._in_quarters(directory, wanted, quarters)

    def _former_tickets(self, wanted: Wanted, within: TicketSet | None) -> TicketSet:
        states = self._former_states(wanted)
        if within is not None:
            return self._former.in_states(within, states) if quarters_of(within) else TicketSet()
        return TicketSet.from_bitmaps(
            {bucket: self._former.bitmap(bucket, states) for bucket in self._former.buckets()}
        )

    def _former_states(self, wanted: Wanted) -> frozenset[int]:
        return frozenset(state_id for state_id in self._former.counts().visible if wanted(Slot(state_id)))


class BothOwnSets(OwnSets):
    """The tickets of each customer, with those that are not in sets yet, from the secondary index `own`.

    That index has neither spam nor tickets for staff only, and it is eventually consistent.
    """

    def __init__(self, table: Table, is_migrated: Callable[[], bool]) -> None:
        """Read the sets of this table, and its secondary index until `is_migrated`."""
        super().__init__(table)
        self._is_migrated = is_migrated

    @override
    def of(self, customer_ids: Collection[int], wanted: Wanted) -> TicketSet:
        if self._is_migrated():
            return super().of(customer_ids, wanted)
        former = self.outside(customer_ids, wanted)  # first, so that no ticket is missed that moves meanwhile
        return former | super().of(customer_ids, wanted)

    @override
    def counts(self, customer_id: int) -> Counter[Slot]:
        """Return the counts, without spam and tickets for staff only until they are in the sets."""
        if self._is_migrated():
            return super().counts(customer_id)
        slots = {int(item["sk"]): Slot(item["state"]) for item in self._outside(customer_id)}
        slots |= {number: slot_of_code(name) for item in self._items(customer_id) for name, number in members_of(item)}
        return Counter(slots.values())

    def _outside(self, customer_id: int) -> Iterator[Item]:
        return self._table.query(keys.owner(customer_id), index=keys.OWN_INDEX)

    def outside(self, customer_ids: Collection[int], wanted: Wanted) -> TicketSet:
        """Return the customers' tickets in wanted slots that are not in the sets yet."""
        return TicketSet.from_numbers(
            int(item["sk"])
            for customer_id in customer_ids
            for item in self._outside(customer_id)
            if wanted(Slot(item["state"]))
        )


def _former_directory(former: StateIndex) -> Directory:
    """Return the counts of the former index; its hidden tickets are spam."""
    sums: dict[Slot, Counter[int]] = defaultdict(Counter)
    for quarter, counts in former.by_quarter().items():
        for state_id, count in counts.visible.items():
            sums[Slot(state_id)][quarter] += count
        for state_id, count in counts.hidden.items():
            sums[Slot(state_id, spam=True)][quarter] += count
    return Directory(sums)
