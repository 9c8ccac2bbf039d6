"""The ticket index as lists and writers of tickets use it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, partial
from itertools import batched

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.table import BATCH_GET_KEYS, Table
from polydesk.storage.ticket_index import counts, layout
from polydesk.storage.ticket_index.directory import Directory, quarters_of, sizes_by_quarter
from polydesk.storage.ticket_index.layout import PART_LETTERS, QUARTER_SIZE, QUARTERS_PER_BUCKET, Part, Wanted
from polydesk.storage.ticket_sets import BUCKET_SIZE, TicketSet, ascending_numbers, newest_first
from polydesk.storage.transaction import UpdateItem

MAX_SINGLE_SEGMENTS = 5
"""How many items of one bucket are read by key. Each costs one read unit, all items of a bucket two to nine."""

READ_AHEAD = 200
"""How many tickets `numbers` reads at least at a time, if there are so many."""

NOTHING = TicketSet()

Parts = Mapping[Part, AbstractSet[int]]
"""Quarters by the part of them that is read."""


@dataclass(frozen=True, slots=True)
class NumberPage:
    """The numbers of a page, in the order of the list, and the length of the whole list."""

    total: int
    numbers: list[int]


class TicketIndex:
    """The tickets by slot."""

    def __init__(self, table: Table) -> None:
        """Store the index in the table."""
        self._table = table

    def operations(self, number: int, before: Slot | None, after: Slot | None, *, recent: bool) -> list[UpdateItem]:
        """Return the updates, at most three, that move a ticket from one slot to another, for its own transaction.

        `before` is None for a new ticket; `after` is GONE_SLOT for a purged one, None for one that leaves the index.
        `recent` tells that the ticket was created less than an hour ago. The updates have no condition: the transaction
        must make sure that the ticket is in the slot `before`.
        """
        if before == after:
            return []
        address = layout.address(number)
        bits: dict[Key, dict[str, int]] = defaultdict(dict)
        for slot, sign in ((before, -1), (after, 1)):
            if slot is not None:
                bits[address.key(layout.part_of(slot))][address.name(slot)] = sign * address.value
        moved = [UpdateItem(key, add=added) for key, added in bits.items()]
        return [*moved, counts.change(number, before, after, recent=recent)]

    def directory(self) -> Directory:
        """Return the numbers of tickets by slot and quarter, consistently."""
        return counts.read(self._table)

    def select(self, directory: Directory, wanted: Wanted, within: TicketSet | None = None) -> TicketSet:
        """Return the tickets in wanted slots, only those of `within` if it is given.

        Reads those parts and quarters in which the directory has wanted tickets and `within` has numbers, or single
        segments where these numbers are few.
        """
        wanted = cache(wanted)
        parts: Parts = directory.parts(wanted)
        if within is None:
            return self._read(_whole(parts), [], wanted)
        near = quarters_of(within)
        parts = {part: quarters & near for part, quarters in parts.items()}
        single = dict(_single_segments(parts, within))
        whole = [some for some in _whole(parts) if some.bucket not in single]
        return self._read(whole, [key for found in single.values() for key in found], wanted) & within

    def page(
        self,
        directory: Directory,
        wanted: Wanted,
        offset: int,
        limit: int,
        *,
        without: TicketSet = NOTHING,
        ascending: bool = False,
    ) -> NumberPage:
        """Return up to `limit` tickets in wanted slots from `offset` on, newest first or in ascending order.

        The numbers in `without`, which must all be tickets in wanted slots, are left out. A page past the end is empty.
        """
        wanted = cache(wanted)
        quarters = _quarters(directory, wanted, without, ascending)
        slices = list(_slices(quarters, offset, limit))
        found = self._in_quarters(directory, wanted, {some.quarter for some in slices}) - without
        numbers = [
            number for some in slices for number in _ordered(found, some.quarter, ascending)[some.start : some.stop]
        ]
        return NumberPage(sum(count for _, count in quarters), numbers)

    def numbers(
        self,
        directory: Directory,
        wanted: Wanted,
        *,
        below: int | None = None,
        above: int | None = None,
        without: TicketSet = NOTHING,
        ascending: bool = False,
    ) -> Iterator[int]:
        """Yield the tickets in wanted slots that are not in `without`, newest first or in ascending order.

        With `below` only lower numbers, with `above` only higher ones. Reads lazily, some quarters at a time.
        """
        wanted = cache(wanted)
        lowest = -1 if above is None else above
        quarters = [
            (quarter, count)
            for quarter, count in _quarters(directory, wanted, without, ascending)
            if (quarter + 1) * QUARTER_SIZE - 1 > lowest and (below is None or quarter * QUARTER_SIZE < below)
        ]
        for some in _read_ahead(quarters):
            found = self._in_quarters(directory, wanted, set(some)) - without
            for quarter in some:
                for number in _ordered(found, quarter, ascending):
                    if lowest < number and (below is None or number < below):
                        yield number

    def _in_quarters(self, directory: Directory, wanted: Wanted, quarters: AbstractSet[int]) -> TicketSet:
        """Return the tickets in wanted slots of these quarters, and possibly of quarters between them."""
        parts = {part: used & quarters for part, used in directory.parts(wanted).items()}
        return self._read(_whole(parts), [], wanted)

    def _read(self, whole: Sequence["_Range"], single: Sequence[Key], wanted: Wanted) -> TicketSet:
        """Read ranges of segments and single ones, side by side, and return their tickets in wanted slots."""
        calls: list[Callable[[], Iterable[Item]]] = [partial(self._query, some) for some in whole]
        calls += [partial(self._get, batch) for batch in batched(single, BATCH_GET_KEYS, strict=False)]
        by_bucket: dict[int, list[Item]] = defaultdict(list)
        for items in side_by_side(calls):
            for item in items:
                by_bucket[keys.bucket_of_slots(item["pk"])].append(item)
        return TicketSet.from_bitmaps(
            {bucket: layout.bitmap_of_bucket(items, wanted) for bucket, items in by_bucket.items()}
        )

    def _query(self, some: "_Range") -> list[Item]:
        between = keys.slot_quarters(PART_LETTERS[some.part], some.first, some.last)
        return list(self._table.query(keys.slot_bucket(some.bucket), between=between))

    def _get(self, single: Sequence[Key]) -> list[Item]:
        return list(self._table.get_many(single).values())


@dataclass(frozen=True, slots=True)
class _Range:
    """Adjacent quarters of a bucket, numbered in it, of which one part is read."""

    bucket: int
    part: Part
    first: int
    last: int


def _whole(parts: Parts) -> list[_Range]:
    """Return the ranges that have these quarters: one for each part and bucket."""
    found = []
    for part, quarters in parts.items():
        by_bucket: dict[int, list[int]] = defaultdict(list)
        for quarter in quarters:
            bucket, place = divmod(quarter, QUARTERS_PER_BUCKET)
            by_bucket[bucket].append(place)
        found += [_Range(bucket, part, min(places), max(places)) for bucket, places in by_bucket.items()]
    return found


def _single_segments(parts: Parts, within: TicketSet) -> Iterator[tuple[int, set[Key]]]:
    """Yield the buckets where few segments can have numbers of `within`, with the keys of these."""
    for bucket, bitmap in within.bitmaps.items():
        if bitmap.bit_count() > MAX_SINGLE_SEGMENTS:
            continue
        addresses = [layout.address(number) for number in newest_first(bitmap, bucket * BUCKET_SIZE)]
        found = {
            address.key(part)
            for part, quarters in parts.items()
            for address in addresses
            if address.quarter in quarters
        }
        if len(found) <= MAX_SINGLE_SEGMENTS:
            yield bucket, found


def _quarters(directory: Directory, wanted: Wanted, without: TicketSet, ascending: bool) -> list[tuple[int, int]]:
    """Return the quarters with tickets of the list, and how many, in the order of the list."""
    left_out = sizes_by_quarter(without)
    left = [(quarter, count - left_out.get(quarter, 0)) for quarter, count in directory.quarters(wanted)]
    kept = [(quarter, count) for quarter, count in left if count > 0]
    return kept[::-1] if ascending else kept


@dataclass(frozen=True, slots=True)
class _Slice:
    """A quarter's contribution to a page: those of its tickets, in the order of the list, from `start` up to `stop`."""

    quarter: int
    start: int
    stop: int


def _slices(quarters: Iterable[tuple[int, int]], offset: int, limit: int) -> Iterator[_Slice]:
    """Yield the slices of a page, given quarters with their counts in the order of the list."""
    passed = 0
    for quarter, count in quarters:
        start, stop = max(offset - passed, 0), min(offset + limit - passed, count)
        if start < stop:
            yield _Slice(quarter, start, stop)
        passed += count


def _read_ahead(quarters: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield quarters that are read together: so many that they have READ_AHEAD tickets."""
    some: list[int] = []
    tickets = 0
    for quarter, count in quarters:
        some.append(quarter)
        tickets += count
        if tickets >= READ_AHEAD:
            yield some
            some, tickets = [], 0
    if some:
        yield some


def _ordered(found: TicketSet, quarter: int, ascending: bool) -> list[int]:
    """Return the numbers of a set in a quarter, in the order of the list."""
    bucket, place = divmod(quarter, QUARTERS_PER_BUCKET)
    bitmap = found.bitmaps.get(bucket, 0) >> place * QUARTER_SIZE & ((1 << QUARTER_SIZE) - 1)
    order = ascending_numbers if ascending else newest_first
    return list(order(bitmap, quarter * QUARTER_SIZE)) if bitmap else []
