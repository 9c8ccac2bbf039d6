"""Lets the index of facts have what the rows of tickets say, for a part of the numbers at a time.

A part is read and written by items of the index, each of which has many tickets, so it costs a fraction of what the
tickets would cost one by one.

1. Read the rows and the stars of the part, consistently.
2. Read the items that should have these tickets, and those that may have them although they should not.
3. Write what differs: add tickets that are missing, remove those that are too many.
4. Read the rows and stars of these tickets again. Write what has changed since, until they stay the same.

Why this does no harm while tickets change and the stream indexes them as well: take the last write of all to one fact
of one ticket. If the stream made it, it is as the row says, by the argument in `fact_indexing`. If it was made here,
the row was read again afterwards. If the row had changed in this fact by then, another write here would have followed.
If the row changed later, the stream writes later. So in the end the fact is as the row says. A run that ends between
steps 3 and 4 may leave a fact that a ticket has lost in this very moment. The next comparison finds it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from polydesk.desk.resources import Resources
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.ticket import Ticket
from polydesk.jobs.fact_comparison import (
    Expected,
    difference_of_day,
    difference_of_fact,
    expected_of,
    possible_days,
    possible_facts,
)
from polydesk.jobs.fact_indexing import Indexed, indexed_as, write_changes
from polydesk.storage.fact_blocks import FACT_BLOCK, TIME_BLOCK, day_of
from polydesk.storage.side_by_side import side_by_side

NUMBERS_PER_PART = 500
"""How many numbers are compared at a time; a multiple of both blocks."""

SETTLED = timedelta(hours=1)
"""How long a ticket must have been left alone before a difference is a fault, and not the stream on its way."""

NOTHING = Indexed()

Write = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Repair:
    """What one part has shown."""

    changed: frozenset[int]
    """Tickets that differed from the index."""
    drifted: frozenset[int]
    """Those of them that have been left alone for so long that the stream should have indexed them."""
    damaged: Mapping[int, Exception]
    """Tickets whose rows cannot be read, and why. Their facts stay as they are."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The writes that a part needs, and the tickets that they change."""

    writes: list[Write] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)

    def add(self, write: Write, numbers: Iterable[int]) -> None:
        self.writes.append(write)
        self.numbers.update(numbers)


class FactRepair:
    """Repairs the index of facts of one desk."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Judge as of this time which differences are faults."""
        self._tickets = resources.tickets
        self._index = resources.fact_index
        self._known_tags = resources.known_tags
        self._catalog = resources.catalog()
        self._now = now

    def repair(self, first: int) -> Repair:
        """Compare the part that begins with the number `first`, a multiple of NUMBERS_PER_PART, and repair it.

        Raises Unavailable when not all was written.
        """
        numbers = range(first, first + NUMBERS_PER_PART)
        tickets, damaged = self._tickets.current(numbers)
        for number in sorted(tickets):
            self._index.record_first(day_of(tickets[number].created_at), number)
            self._known_tags.record(tickets[number].tags)
        indexed = self._indexed(tickets)
        plan, expected = _Plan(), expected_of(indexed)
        self._compare_facts(plan, expected, numbers, damaged.keys())
        self._compare_times(plan, expected, numbers, damaged.keys())
        side_by_side(plan.writes)
        self._settle(plan.numbers, indexed)
        drifted = frozenset(number for number in plan.numbers if self._is_settled(tickets.get(number)))
        return Repair(frozenset(plan.numbers), drifted, damaged)

    def _compare_facts(self, plan: _Plan, expected: Expected, numbers: range, unknown: Collection[int]) -> None:
        facts = possible_facts(expected, self._catalog)
        for block, within in _blocks(numbers, FACT_BLOCK):
            members = self._index.blocks.members(facts, block)
            for fact in facts:
                wanted = within.intersection(expected.facts.get(fact, ()))
                differs = difference_of_fact(wanted, members.get(fact, frozenset()).difference(unknown))
                if differs.missing:
                    plan.add(partial(self._index.blocks.include, fact, differs.missing), differs.missing)
                if differs.surplus:
                    plan.add(partial(self._index.blocks.exclude, fact, differs.surplus), differs.surplus)

    def _compare_times(self, plan: _Plan, expected: Expected, numbers: range, unknown: Collection[int]) -> None:
        for block, within in _blocks(numbers, TIME_BLOCK):
            days = possible_days(expected, within)
            present = self._index.blocks.times(days, block)
            for moment, day in days:
                times = expected.times.get((moment, day), {})
                wanted = {number: times[number] for number in within.intersection(times)}
                known = {number: at for number, at in present.get((moment, day), {}).items() if number not in unknown}
                differs = difference_of_day(wanted, known)
                if differs.missing:
                    plan.add(partial(self._index.blocks.set_times, moment, differs.missing), differs.missing)
                if differs.surplus:
                    remove = partial(self._index.blocks.remove_times, moment, day, differs.surplus)
                    plan.add(remove, differs.surplus)

    def _indexed(self, tickets: Mapping[int, Ticket]) -> dict[int, Indexed]:
        """Return what the index should have of tickets, their stars included."""
        stars = side_by_side([partial(self._tickets.starred_by, number) for number in tickets])
        starred = dict(zip(tickets, stars, strict=True))
        return {number: _with_stars(indexed_as(ticket), starred[number]) for number, ticket in tickets.items()}

    def _settle(self, numbers: Collection[int], written: Mapping[int, Indexed]) -> None:
        """Write what has changed in these tickets since they were read, until they stay the same or cannot be read."""
        while numbers:
            tickets, damaged = self._tickets.current(numbers)
            now = self._indexed(tickets)
            readable = [number for number in numbers if number not in damaged]
            changed = [number for number in readable if now.get(number, NOTHING) != written.get(number, NOTHING)]
            for number in changed:
                current = now.get(number, NOTHING)
                write_changes(self._index, number, written.get(number, NOTHING), current, current)
            numbers, written = changed, now

    def _is_settled(self, ticket: Ticket | None) -> bool:
        return ticket is not None and ticket.updated_at <= self._now - SETTLED


def _blocks(numbers: range, size: int) -> Iterator[tuple[int, frozenset[int]]]:
    """Yield the blocks of a part, each with its numbers."""
    for first in range(numbers.start, numbers.stop, size):
        yield first // size, frozenset(range(first, first + size))


def _with_stars(indexed: Indexed, people: Iterable[int]) -> Indexed:
    return replace(indexed, facts=indexed.facts | {Fact(FactKind.STARRED_BY, person_id) for person_id in people})
