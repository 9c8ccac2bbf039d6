"""The items of the index of facts, each of which has the tickets of one block of numbers.

Every method takes tickets of one block, whose item it reads or writes. `fact_index` describes the items.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from polydesk.domain.facts import Fact, Moment
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.transaction import DeleteItem, UpdateItem, same

FACT_BLOCK = 250
"""How many ticket numbers an item of a fact covers; a divisor of the size of a bucket."""

TIME_BLOCK = 100
"""How many ticket numbers an item of times covers; a divisor of the size of a bucket."""

MEMBERS, CHANGES = "n", "v"

MILLISECOND = timedelta(milliseconds=1)

MomentDay = tuple[Moment, date]


class FactBlocks:
    """Reads and writes the items of the index, one block of numbers at a time."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def members(self, facts: Iterable[Fact], block: int) -> dict[Fact, frozenset[int]]:
        """Return the numbers in a block that have each of the facts; without any, a fact is left out."""
        by_key = {keys.fact_block(fact.kind, fact.value, block): fact for fact in facts}
        first = block * FACT_BLOCK
        found = self._table.get_many(by_key)
        return {by_key[key]: frozenset(first + one for one in item.get(MEMBERS, ())) for key, item in found.items()}

    def times(self, days: Iterable[MomentDay], block: int) -> dict[MomentDay, dict[int, int]]:
        """Return the times, as milliseconds of the day, of the numbers in a block; without any, a day is left out."""
        by_key = {keys.moment_block(moment, day, block): (moment, day) for moment, day in days}
        first = block * TIME_BLOCK
        found = self._table.get_many(by_key)
        return {by_key[key]: {first + offset: at for offset, at in times_of(item)} for key, item in found.items()}

    def include(self, fact: Fact, numbers: Collection[int]) -> None:
        """Add tickets of one block to a fact."""
        key, offsets = _fact_place(fact, numbers)
        self._table.write(UpdateItem(key, include={MEMBERS: offsets}))

    def exclude(self, fact: Fact, numbers: Collection[int]) -> None:
        """Remove tickets of one block from a fact."""
        key, offsets = _fact_place(fact, numbers)
        left = self._table.update(UpdateItem(key, exclude={MEMBERS: offsets}))
        if MEMBERS not in left:
            self._delete(DeleteItem(key, same(**{MEMBERS: None}), VersionMismatch()))

    def set_times(self, moment: Moment, times: Mapping[int, datetime]) -> None:
        """Set the times of tickets of one block, all on one day."""
        [day] = {day_of(at) for at in times.values()}
        key, names = _time_place(moment, day, times)
        of_day = {names[number]: millisecond_of_day(at) for number, at in times.items()}
        self._table.write(UpdateItem(key, of_day, add={CHANGES: 1}))

    def remove_times(self, moment: Moment, day: date, numbers: Collection[int]) -> None:
        """Remove the times of tickets of one block from a day."""
        key, names = _time_place(moment, day, numbers)
        left = self._table.update(UpdateItem(key, dict.fromkeys(names.values()), add={CHANGES: 1}))
        if not times_of(left):
            self._delete(DeleteItem(key, same(**{CHANGES: left[CHANGES]}), VersionMismatch()))

    def _delete(self, operation: DeleteItem) -> None:
        """Delete an empty item, unless it has been written meanwhile."""
        with suppress(VersionMismatch):
            self._table.write(operation)


def day_of(at: datetime) -> date:
    """Return the day that has this time, in UTC."""
    return at.astimezone(UTC).date()


def millisecond_of_day(at: datetime) -> int:
    """Return the millisecond of the day, rounded down as the rows of tickets have it."""
    return (at - datetime.combine(day_of(at), time(), UTC)) // MILLISECOND


def times_of(item: Item) -> list[tuple[int, int]]:
    """Return the offsets of the tickets that an item of times has, and their milliseconds of the day."""
    return [(int(name), at) for name, at in item.items() if name.isdigit()]


def _fact_place(fact: Fact, numbers: Iterable[int]) -> tuple[keys.Key, frozenset[int]]:
    """Return the key of the block that has these numbers, and their offsets in it."""
    [block] = {number // FACT_BLOCK for number in numbers}
    return keys.fact_block(fact.kind, fact.value, block), frozenset(number % FACT_BLOCK for number in numbers)


def _time_place(moment: Moment, day: date, numbers: Iterable[int]) -> tuple[keys.Key, dict[int, str]]:
    """Return the key of the block that has these numbers on a day, and the names of their attributes in it."""
    [block] = {number // TIME_BLOCK for number in numbers}
    return keys.moment_block(moment, day, block), {number: f"{number % TIME_BLOCK:02d}" for number in numbers}
