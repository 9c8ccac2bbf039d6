"""The index of facts: which tickets have a fact, and at which time something happened to a ticket.

| item                | covers                        | attributes                                                    |
|---------------------|-------------------------------|---------------------------------------------------------------|
| fact and block      | 250 ticket numbers            | `n`: the set of offsets of the tickets with the fact          |
| moment, day, block  | 100 ticket numbers on one day | `00` to `99`: the millisecond of the day, by offset; `v`      |
| first number        | one day                       | `n`: the lowest number of a ticket opened on that day         |

- **Writes can be repeated.** Sets are included into and excluded from; a time is replaced by the same time. A ticket
  whose time moves within a day is one write, because its offset has one time in that day.
- **Empty items are removed**, so that old days and values cost nothing. The write that empties an item returns it, and
  a second one deletes it if it is still so: a set is gone then, and `v`, which every change of times counts up, is the
  same.
- **A write costs one unit**, 1 KB, however many tickets of a block have the fact. An offset below 250 takes 3 bytes
  at most, so a full block has 650; the keys take at most 140. A time takes 5 bytes and its name 2, so a full day of a
  block has 700, and 60 for keys and `v`. Moving a ticket to another day costs two units, and one more to remove an
  item that is empty then.
- **Partitions** carry 1,000 units a second each. A fact or a moment has one partition, which each change of a ticket
  writes once, a move to another day up to three times. Each new ticket writes each of its facts and moments once. So
  400 new tickets a second, all with priority 2, and 100 changes of older ones take at most 700 units in the busiest
  partition, that of the last changes. Above 1,000 DynamoDB refuses writes, and the stream waits with its records.
  So no partition is divided, and a fact is read by one query.
- **Reads** are eventually consistent, at half the price: the index is written moments after the tickets anyway. They
  are charged by bytes: about 3 for each ticket of a fact, about 7 for each time, and about 40 for each item.
- **What is found is to be compared with the row.** A ticket is behind for the moments that the stream takes. One that
  moves to another day is written there first, so for a moment it may be found at both times, but never at none.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby

from polydesk.domain.facts import Fact, Moment
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.fact_blocks import FACT_BLOCK, MEMBERS, MILLISECOND, TIME_BLOCK, FactBlocks, day_of, times_of
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.table import Table
from polydesk.storage.ticket_sets import TicketSet
from polydesk.storage.transaction import PutItem, same

FACTS_STEP = 4
"""The step of the migrations after which every ticket is in the index with all of its facts and times."""

MAX_ITEMS = 20_000
MAX_TIMES = 200_000
"""How many items, and times in them, `within` reads: about 2 MB, or 250 read units."""

ITEMS_AT_FIRST = 250
"""How many items the first request of `in_order` reads; each further one reads twice as many."""

_DAY = timedelta(days=1) // MILLISECOND
_EARLIEST = datetime.min.replace(tzinfo=UTC)


class TooManyTimes(Exception):
    """More tickets have a time in this range than one list reads."""


class FactIndex:
    """The index of facts of one desk."""

    def __init__(self, table: Table) -> None:
        """Store facts and times in the table."""
        self._table = table
        self.blocks = FactBlocks(table)
        self._first_numbers: dict[date, int] = {}
        """First numbers that are known to be stored. A lower one may be by now."""

    def change(self, number: int, remove: Collection[Fact], add: Collection[Fact]) -> None:
        """Remove a ticket from facts and add it to others, side by side. Raises Unavailable when not all was done."""
        removals = [partial(self.blocks.exclude, fact, [number]) for fact in remove]
        side_by_side([*removals, *(partial(self.blocks.include, fact, [number]) for fact in add)])

    def move(self, number: int, moment: Moment, old: datetime | None, new: datetime | None) -> None:
        """Replace the time of a ticket's moment; None is no time. Raises Unavailable when not all was done."""
        if new is not None:
            self.blocks.set_times(moment, {number: new})
        if old is not None and (new is None or day_of(old) != day_of(new)):
            self.blocks.remove_times(moment, day_of(old), [number])

    def tickets_with(self, fact: Fact) -> TicketSet:
        """Return the tickets with a fact, by one query."""
        found = self._table.query(keys.fact(fact.kind, fact.value), consistent=False)
        return TicketSet.from_offsets((int(item["sk"]) * FACT_BLOCK, item.get(MEMBERS, ())) for item in found)

    def within(self, moment: Moment, since: datetime | None = None, until: datetime | None = None) -> TicketSet:
        """Return the tickets whose moment is at or after `since` and before `until`, by one query.

        None is no bound. Raises TooManyTimes.
        """
        if _is_empty(since, until):
            return TicketSet()
        found, times = list[tuple[int, list[int]]](), 0
        for item in self._table.query(
            keys.moment(moment), between=_days(since, until), limit=MAX_ITEMS + 1, consistent=False
        ):
            base, day, by_offset = _times_in(item)
            lowest, highest = _bounds(day, since, until)
            found.append((base, [offset for offset, at in by_offset if lowest <= at < highest]))
            times += len(by_offset)
            if times > MAX_TIMES or len(found) > MAX_ITEMS:
                raise TooManyTimes
        return TicketSet.from_offsets(found)

    def in_order(
        self, moment: Moment, *, descending: bool, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[tuple[datetime, int]]:
        """Yield time and number of the tickets that have the moment, and read only as many days as the caller takes.

        Of tickets with the same time the one with the highest number comes first, in both directions. `since` and
        `until` are as for `within`.
        """
        if _is_empty(since, until):
            return
        items = self._table.query(
            keys.moment(moment),
            between=_days(since, until),
            descending=descending,
            at_first=ITEMS_AT_FIRST,
            consistent=False,
        )
        for day, blocks in groupby(map(_times_in, items), key=lambda block: block[1]):
            lowest, highest = _bounds(day, since, until)
            start = datetime.combine(day, time(), UTC)
            times = (
                (at, base + offset)
                for base, _, by_offset in blocks
                for offset, at in by_offset
                if lowest <= at < highest
            )
            sign = -1 if descending else 1
            for at, number in sorted(times, key=lambda one: (sign * one[0], -one[1])):
                yield start + at * MILLISECOND, number

    def record_first(self, day: date, number: int) -> None:
        """Record that a ticket was opened on that day, if its number is the lowest so far.

        A process that knows of a lower one sends no request, so nearly all tickets cost none.
        """
        known = self._first_numbers.get(day)
        if known is None or number < known:
            self._first_numbers[day] = self._lowered(day, number)

    def _lowered(self, day: date, number: int) -> int:
        """Store the number as the first of the day unless a lower one is stored, and return the one that is."""
        key = keys.first_number(day)
        while True:
            item = self._table.get(key)
            stored = int(item[MEMBERS]) if item else None
            if stored is not None and stored <= number:
                return stored
            with suppress(VersionMismatch):
                self._table.write(PutItem(key, {MEMBERS: number}, same(**{MEMBERS: stored}), VersionMismatch()))
                return number

    def checked_upto(self) -> int | str | None:
        """Return the cursor at which the daily check continues, None for the beginning."""
        item = self._table.get(keys.fact_check())
        return item.get("cursor") if item else None

    def save_check(self, cursor: int | str | None) -> None:
        """Save where the daily check continues."""
        self._table.write(PutItem(keys.fact_check(), {"type": "fact check", "version": 1, "cursor": cursor}))

    def first_number_since(self, day: date) -> int | None:
        """Return the lowest number of the tickets opened on that day or, without any, on the next day that has one.

        Numbers are drawn moments before a ticket is written, so a few next to a midnight may belong to the other day.
        """
        days = keys.first_numbers_since(day)
        found = self._table.query(keys.FIRST_NUMBERS, between=days, limit=1, consistent=False)
        return next((int(item[MEMBERS]) for item in found), None)


def _times_in(item: Item) -> tuple[int, date, Sequence[tuple[int, int]]]:
    """Return the lowest number of an item's block, its day, and the time of each ticket by its offset."""
    day, block = keys.moment_place(item["sk"])
    return block * TIME_BLOCK, day, times_of(item)


def _is_empty(since: datetime | None, until: datetime | None) -> bool:
    return since is not None and until is not None and since >= until


def _days(since: datetime | None, until: datetime | None) -> tuple[str, str]:
    """Return the sort keys between which the times of a range are."""
    last = until - timedelta.resolution if until and until > _EARLIEST else until
    return keys.moment_range(day_of(since) if since else None, day_of(last) if last else None)


def _bounds(day: date, since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """Return from and before which millisecond of a day the times of a range are."""
    start = datetime.combine(day, time(), UTC)
    lowest = -((start - since) // MILLISECOND) if since else 0
    highest = -((start - until) // MILLISECOND) if until else _DAY
    return lowest, highest
