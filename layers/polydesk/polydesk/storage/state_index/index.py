"""The state index: any page of any set of states, and exact counts, at one price.

Each visible ticket has exactly one bit, in the bitmap of its state; hidden ones (spam) have none and are only
counted, so that a state knows all its references. A bitmap is cut into words, attributes of the items
`IX#<bucket>` / `<part>`; a directory, `IX` / `<quarter>`, counts the tickets of each state. `bitmaps` has the measures.

- A ticket's own transaction moves its bit and its count by blind additions. What makes them exact is the condition
  on the ticket's row in the same transaction: a ticket leaves the place that it is in, and leaves it once.
- A page reads the directory, finds by adding up counts where the page lies, and reads the few parts that hold it.
- The directory is counted by quarters of a bucket, that is by neighbouring numbers, and not spread over stripes of
  them: then the counts tell where in the bucket a page lies, and a page costs one read unit of words instead of a
  bucket's three to six. Two tickets of one quarter cannot change in the same instant; neighbours share a word anyway.
- Index items carry neither `type` nor `version`: a page reads the whole directory, where each byte counts (a million
  tickets are 250 of its items), and additions need no version.
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
from polydesk.storage.state_index.ticket_sets import TicketSet
from polydesk.storage.table import Table
from polydesk.storage.transaction import UpdateItem

MAX_SINGLE_SEGMENTS = 5
"""Of one bucket. A part by itself costs a read unit, a whole bucket about six."""


@dataclass(frozen=True, slots=True)
class IndexSlot:
    """Where the index keeps a ticket: under its state, among the visible or the hidden ones."""

    state_id: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets there are by state."""

    visible: Mapping[int, int] = field(default_factory=dict)
    hidden: Mapping[int, int] = field(default_factory=dict)

    def of(self, states: Collection[int]) -> int:
        """The visible tickets in any of the states."""
        return sum(self.visible.get(state_id, 0) for state_id in set(states))

    def references(self, state_id: int) -> int:
        """All tickets of a state, visible or hidden; it can be deleted when there are none."""
        return self.visible.get(state_id, 0) + self.hidden.get(state_id, 0)


@dataclass(frozen=True, slots=True)
class NumberPage:
    """The numbers of a page, newest first, and how many tickets the whole list has."""

    total: int
    numbers: list[int]


class StateIndex:
    """The bitmaps of ticket numbers by state, and their counts."""

    def __init__(self, table: Table) -> None:
        """Keep the index in the table."""
        self._table = table

    def operations(self, number: int, before: IndexSlot | None, after: IndexSlot | None) -> list[UpdateItem]:
        """What a ticket's transaction adds to move the ticket from one place to another: at most two updates.

        No place before is a new ticket, none after a purged one. The caller's transaction must make sure that the
        ticket is in the place `before`: these updates have no condition of their own.
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
        """The tickets of each state, in one consistent read of the directory."""
        visible: dict[int, int] = defaultdict(int)
        hidden: dict[int, int] = defaultdict(int)
        for tally in self._directory().values():
            for state_id, count in tally.visible.items():
                visible[state_id] += count
            for state_id, count in tally.hidden.items():
                hidden[state_id] += count
        return Counts(dict(visible), dict(hidden))

    def page(self, states: Collection[int], offset: int, limit: int) -> NumberPage:
        """The tickets in any of the states, newest first, from `offset` on, at most `limit` of them.

        A page past the end is empty. The total and the numbers are read one after the other, so that a page may
        be a little short, or hold a ticket that has just moved, while others write.
        """
        wanted = frozenset(states)
        counts = self._counts_of(wanted)
        numbers: list[int] = []
        for bucket, group in groupby(page_slices(counts, offset, limit), lambda page_slice: page_slice.bucket):
            together = list(group)
            segments = self._segments(bucket, read_range(together))
            for page_slice in together:
                numbers += self._take(page_slice, segments, wanted)
        return NumberPage(sum(count for _, count in counts), numbers)

    def numbers(self, states: Collection[int], *, below: int | None = None) -> Iterator[int]:
        """All tickets in any of the states, newest first, those below a number if one is given.

        Quarter by quarter as they are needed, each as it is at that moment.
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
        """The visible tickets of a bucket in any of the states: bit k stands for the number bucket · 16 000 + k."""
        return layout.bitmap_of_bucket(self._table.query(keys.index_bucket(bucket)), frozenset(states))

    def in_states(self, candidates: TicketSet, states: Collection[int]) -> TicketSet:
        """Those of the numbers that are visible tickets in any of the states.

        Reads only where the candidates are: few neighbours part by part, many by the bucket.
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
        """The buckets that have visible tickets, newest first."""
        tallies = self._directory().items()
        used = {quarter // QUARTERS_PER_BUCKET for quarter, tally in tallies if any(tally.visible.values())}
        return sorted(used, reverse=True)

    def _directory(self) -> dict[int, Counts]:
        """The counts of each quarter, in no order."""
        return {int(item["sk"]): counts_of(item) for item in self._table.query(keys.INDEX_DIRECTORY)}

    def _counts_of(self, states: frozenset[int]) -> list[tuple[int, int]]:
        """The quarters that have tickets in the states, and how many; newest first."""
        counts = ((quarter, tally.of(states)) for quarter, tally in self._directory().items())
        return sorted((one for one in counts if one[1]), reverse=True)

    def _segments(self, bucket: int, wanted: ReadRange) -> dict[int, Item]:
        """Parts of a bucket by their places in it."""
        items = self._table.query(
            keys.index_bucket(bucket),
            between=(keys.index_segment_sort(wanted.lowest), keys.index_segment_sort(wanted.highest)),
            descending=wanted.descending,
            limit=wanted.limit,
        )
        return {int(item["sk"]): item for item in items}

    def _take(self, page_slice: PageSlice, segments: Mapping[int, Item], states: frozenset[int]) -> Sequence[int]:
        """The numbers of a share out of the parts that were read; reads the whole quarter when they do not do."""
        lowest, highest = page_slice.segments
        found = list(
            _newest_first(page_slice.bucket, [segments[one] for one in segments if lowest <= one <= highest], states)
        )
        # Where only the old end was read, what stands above it is known from the count.
        above = page_slice.count - len(found) if page_slice.from_old_end else 0
        if above > page_slice.start or page_slice.stop > above + len(found):
            whole = self._segments(page_slice.bucket, ReadRange(lowest, highest))
            return list(
                islice(_newest_first(page_slice.bucket, whole.values(), states), page_slice.start, page_slice.stop)
            )
        return found[page_slice.start - above : page_slice.stop - above]


def counts_of(item: Item) -> Counts:
    """The counts in an item of the directory; one that is below zero, and so damaged, counts nothing."""
    visible: dict[int, int] = {}
    hidden: dict[int, int] = {}
    for name, count in item.items():
        state = layout.state_of_count(name)
        if state and count > 0:
            (hidden if state[1] else visible)[state[0]] = count
    return Counts(visible, hidden)


def _newest_first(bucket: int, segments: Collection[Item], states: frozenset[int]) -> Iterator[int]:
    lowest = min((int(item["sk"]) for item in segments), default=0) * SEGMENT_SIZE
    return layout.newest_first(layout.bitmap_of_bucket(segments, states) >> lowest, bucket * BUCKET_SIZE + lowest)
