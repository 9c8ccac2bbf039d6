"""The state index: any page of any set of states, and exact counts, at the same price for every page.

Each visible ticket has exactly one bit, in the bitmap of its state. Hidden tickets (spam) have no bit and are only
counted, so that all references to a state are known. A bitmap is divided into chunks, which are attributes of the items
`IX#<bucket>` / `<segment>`. A directory, `IX` / `<quarter>`, counts the tickets of each state. `layout` has the sizes.

- The transaction that writes a ticket moves its bit and its count by unconditional additions. They are exact because of
  the condition on the ticket's row in the same transaction: a ticket leaves the slot that it is in, and only once.
- A page reads the directory, adds up counts to find its position, and reads the few segments there.
- The directory counts quarters of a bucket, that is neighbouring numbers, rather than stripes. So the counts show where
  in the bucket a page is, and it reads one unit of segments instead of a bucket's three to six. Two tickets of one
  quarter cannot change at the same instant; neighbours share a chunk anyway.
- Index items have neither `type` nor `version`: a page reads the whole directory (250 items for a million tickets),
  where each byte counts, and additions need no version.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.layout import BUCKET_SIZE, QUARTER_SIZE, QUARTERS_PER_BUCKET, SEGMENT_SIZE
from polydesk.storage.state_index.page_plan import PageSlice, ReadRange, page_slices, read_range
from polydesk.storage.table import Table
from polydesk.storage.ticket_sets import TicketSet, newest_first
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

    def of(self, states: Collection[int]) -> int:
        """Return the number of visible tickets in any of the states."""
        return sum(self.visible.get(state_id, 0) for state_id in set(states))

    def references(self, state_id: int) -> int:
        """Return the number of all tickets in a state, visible or hidden. Without any it can be deleted."""
        return self.visible.get(state_id, 0) + self.hidden.get(state_id, 0)


@dataclass(frozen=True, slots=True)
class NumberPage:
    """The numbers of a page, newest first, and the length of the whole list."""

    total: int
    numbers: list[int]


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
        for counts in self._directory().values():
            for state_id, count in counts.visible.items():
                visible[state_id] += count
            for state_id, count in counts.hidden.items():
                hidden[state_id] += count
        return Counts(dict(visible), dict(hidden))

    def page(self, states: Collection[int], offset: int, limit: int) -> NumberPage:
        """Return up to `limit` tickets in any of the states, newest first, from `offset` on.

        A page past the end is empty. Total and numbers are read one after the other: while others write, a page may be
        short by a few tickets, or contain one that has just moved.
        """
        wanted = frozenset(states)
        counts = self._counts_of(wanted)
        numbers: list[int] = []
        for bucket, group in groupby(page_slices(counts, offset, limit), lambda page_slice: page_slice.bucket):
            slices = list(group)
            segments = self._segments(bucket, read_range(slices))
            for page_slice in slices:
                numbers += self._numbers_of(page_slice, segments, wanted)
        return NumberPage(sum(count for _, count in counts), numbers)

    def numbers(self, states: Collection[int], *, below: int | None = None) -> Iterator[int]:
        """Yield all tickets in any of the states, newest first; with `below` only those with lower numbers.

        Reads lazily, one quarter after the other.
        """
        wanted = frozenset(states)
        for quarter, _ in self._counts_of(wanted):
            base = quarter * QUARTER_SIZE
            if below is not None and below <= base:
                continue
            bucket = quarter // QUARTERS_PER_BUCKET
            lowest, highest = layout.segments_of(quarter)
            if below is not None and below < base + QUARTER_SIZE:
                highest = lowest + (below - 1 - base) // SEGMENT_SIZE
            segments = self._segments(bucket, ReadRange(lowest, highest))
            for number in _newest_first(bucket, segments.values(), wanted):
                if below is None or number < below:
                    yield number

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

    def buckets(self) -> list[int]:
        """Return the buckets that have visible tickets, newest first."""
        directory = self._directory().items()
        used = {quarter // QUARTERS_PER_BUCKET for quarter, counts in directory if any(counts.visible.values())}
        return sorted(used, reverse=True)

    def _directory(self) -> dict[int, Counts]:
        """Read the counts of all quarters, in no order."""
        return {int(item["sk"]): counts_of(item) for item in self._table.query(keys.INDEX_DIRECTORY)}

    def _counts_of(self, states: frozenset[int]) -> list[tuple[int, int]]:
        """Return the quarters that have tickets in the states, with their numbers, newest first."""
        totals = ((quarter, counts.of(states)) for quarter, counts in self._directory().items())
        return sorted(((quarter, total) for quarter, total in totals if total), reverse=True)

    def _segments(self, bucket: int, wanted: ReadRange) -> dict[int, Item]:
        """Read segments of a bucket, by their numbers."""
        items = self._table.query(
            keys.index_bucket(bucket),
            between=(keys.index_segment_sort(wanted.lowest), keys.index_segment_sort(wanted.highest)),
            descending=wanted.descending,
            limit=wanted.limit,
        )
        return {int(item["sk"]): item for item in items}

    def _numbers_of(self, page_slice: PageSlice, segments: Mapping[int, Item], states: frozenset[int]) -> Sequence[int]:
        """Return the numbers of a slice from the segments that were read, or else read the whole quarter."""
        lowest, highest = page_slice.segments
        found = list(
            _newest_first(page_slice.bucket, [segments[one] for one in segments if lowest <= one <= highest], states)
        )
        # When only the old end was read, the number of newer tickets follows from the count.
        above = page_slice.count - len(found) if page_slice.from_old_end else 0
        if above > page_slice.start or page_slice.stop > above + len(found):
            whole = self._segments(page_slice.bucket, ReadRange(lowest, highest))
            return list(
                islice(_newest_first(page_slice.bucket, whole.values(), states), page_slice.start, page_slice.stop)
            )
        return found[page_slice.start - above : page_slice.stop - above]


def counts_of(item: Item) -> Counts:
    """Return the counts in an item of the directory. A negative count is damaged and left out."""
    visible: dict[int, int] = {}
    hidden: dict[int, int] = {}
    for name, count in item.items():
        state = layout.state_of_count(name)
        if state and count > 0:
            (hidden if state[1] else visible)[state[0]] = count
    return Counts(visible, hidden)


def _newest_first(bucket: int, segments: Collection[Item], states: frozenset[int]) -> Iterator[int]:
    lowest = min((int(item["sk"]) for item in segments), default=0) * SEGMENT_SIZE
    return newest_first(layout.bitmap_of_bucket(segments, states) >> lowest, bucket * BUCKET_SIZE + lowest)
