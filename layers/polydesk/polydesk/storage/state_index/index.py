"""The state index, the former one: the tickets of any set of states, and exact counts.

Lists read it beside the ticket index until every ticket has moved there; see `both_indexes`.

Each visible ticket has exactly one bit, in the bitmap of its state. Hidden tickets (spam) have no bit and are only
counted, so that all references to a state are known. A bitmap is divided into chunks, which are attributes of the items
`IX#<bucket>` / `<segment>`. A directory, `IX` / `<quarter>`, counts the tickets of each state. `layout` has the sizes.

- The transaction that writes a ticket moves its bit and its count by unconditional additions. They are exact because of
  the condition on the ticket's row in the same transaction: a ticket leaves the slot that it is in, and only once.
- A reader reads the directory, and then only those quarters or segments that can have tickets of the list.
- The directory counts quarters of a bucket, that is neighbouring numbers, rather than stripes. So the counts show where
  in the bucket tickets are. Two tickets of one quarter cannot change at the same instant; neighbours share a chunk
  anyway.
- Index items have neither `type` nor `version`: a list reads the whole directory (250 items for a million tickets),
  where each byte counts, and additions need no version.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.layout import QUARTERS_PER_BUCKET
from polydesk.storage.table import Table
from polydesk.storage.ticket_sets import TicketSet
from polydesk.storage.transaction import UpdateItem

MAX_SINGLE_SEGMENTS = 5
"""How many segments of one bucket are read by key. Each costs one read unit, and a whole bucket about six."""


@dataclass(frozen=True, slots=True)
class IndexSlot:
    """Where the index has a ticket: under its state, among the visible or the hidden tickets."""

    state_id: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of tickets by state."""

    visible: Mapping[int, int] = field(default_factory=dict)
    hidden: Mapping[int, int] = field(default_factory=dict)


class StateIndex:
    """The bitmaps of ticket numbers by state, and their counts."""

    def __init__(self, table: Table) -> None:
        """Store the index in the table."""
        self._table = table

    def operations(self, number: int, before: IndexSlot | None, after: IndexSlot | None) -> list[UpdateItem]:
        """Return the updates, at most two, that move a ticket from one slot to another, for its own transaction.

        `before` is None for a new ticket, `after` for a purged one. The updates have no condition: the transaction must
        make sure that the ticket is in the slot `before`.
        """
        if before == after:
            return []
        address = layout.address(number)
        bits: dict[str, int] = defaultdict(int)
        counts: dict[str, int] = defaultdict(int)
        for slot, sign in ((before, -1), (after, 1)):
            if slot is None:
                continue
            if slot.hidden:
                counts[layout.hidden_name(slot.state_id)] += sign
            else:
                counts[layout.visible_name(slot.state_id)] += sign
                bits[layout.chunk_name(slot.state_id, address.letter)] += sign * address.value
        moved = [UpdateItem(keys.index_segment(address.bucket, address.segment), add=dict(bits))] if bits else []
        return [*moved, UpdateItem(keys.index_counts(layout.quarter_of(number)), add=dict(counts))]

    def counts(self) -> Counts:
        """Return the counts of all states, in one consistent read of the directory."""
        visible: dict[int, int] = defaultdict(int)
        hidden: dict[int, int] = defaultdict(int)
        for counts in self.by_quarter().values():
            for state_id, count in counts.visible.items():
                visible[state_id] += count
            for state_id, count in counts.hidden.items():
                hidden[state_id] += count
        return Counts(dict(visible), dict(hidden))

    def bitmap(self, bucket: int, states: Collection[int]) -> int:
        """Return the bitmap of a bucket's visible tickets in any of the states: bit k is number bucket · 16 000 + k."""
        return layout.bitmap_of_bucket(self._table.query(keys.index_bucket(bucket)), frozenset(states))

    def in_states(self, candidates: TicketSet, states: Collection[int]) -> TicketSet:
        """Return the candidates that are visible tickets in any of the states.

        Reads only the buckets of the candidates: the whole bucket, or single segments where these are few.
        """
        wanted = frozenset(states)
        found = dict[int, int]()
        single: list[Key] = []
        for bucket, bitmap in candidates.bitmaps.items():
            segments = layout.segments_in(bitmap)
            if len(segments) > MAX_SINGLE_SEGMENTS:
                found[bucket] = self.bitmap(bucket, wanted)
            else:
                found[bucket] = 0
                single += [keys.index_segment(bucket, segment) for segment in segments]
        for key, item in self._table.get_many(single).items():
            found[keys.bucket_of_index(key.pk)] |= layout.bitmap_of_bucket([item], wanted)
        return candidates & TicketSet(found)

    def in_quarters(self, states: Collection[int], quarters: Collection[int]) -> TicketSet:
        """Return the visible tickets of these quarters in any of the states."""
        wanted = frozenset(states)
        found: dict[int, int] = defaultdict(int)
        for quarter in quarters:
            bucket = quarter // QUARTERS_PER_BUCKET
            lowest, highest = map(keys.index_segment_sort, layout.segments_of(quarter))
            items = self._table.query(keys.index_bucket(bucket), between=(lowest, highest))
            found[bucket] |= layout.bitmap_of_bucket(items, wanted)
        return TicketSet.from_bitmaps(found)

    def buckets(self) -> list[int]:
        """Return the buckets that have visible tickets, newest first."""
        directory = self.by_quarter().items()
        used = {quarter // QUARTERS_PER_BUCKET for quarter, counts in directory if any(counts.visible.values())}
        return sorted(used, reverse=True)

    def by_quarter(self) -> dict[int, Counts]:
        """Return the counts of all quarters, in no order, in one consistent read of the directory."""
        return {int(item["sk"]): counts_of(item) for item in self._table.query(keys.INDEX_DIRECTORY)}


def counts_of(item: Item) -> Counts:
    """Return the counts in an item of the directory. A negative count is damaged and left out."""
    visible: dict[int, int] = {}
    hidden: dict[int, int] = {}
    for name, count in item.items():
        state = layout.state_of_count(name)
        if state and count > 0:
            (hidden if state[1] else visible)[state[0]] = count
    return Counts(visible, hidden)
