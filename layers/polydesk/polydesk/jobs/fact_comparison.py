"""Compares what the index of facts has with what tickets say.

What the index should not have is found where tickets of the same part, or the catalog, make it likely: there is no list
of all values of facts. A tag that a ticket has lost and that no other ticket of its part has is not looked for. Lists
compare rows before they show them, so such a leftover is not shown; it makes a total too high.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from polydesk.domain.catalog import Catalog
from polydesk.domain.facts import INDEXED_MOMENTS, Fact, FactKind
from polydesk.jobs.fact_indexing import Indexed
from polydesk.storage.fact_blocks import MomentDay, day_of, millisecond_of_day


@dataclass(frozen=True, slots=True)
class Expected:
    """The tickets that should have each fact, and the time of each ticket on each day."""

    facts: Mapping[Fact, Collection[int]]
    times: Mapping[MomentDay, Mapping[int, datetime]]


def expected_of(tickets: Mapping[int, Indexed]) -> Expected:
    """Return what the index should have of these tickets."""
    facts: dict[Fact, set[int]] = defaultdict(set)
    times: dict[MomentDay, dict[int, datetime]] = defaultdict(dict)
    for number, indexed in tickets.items():
        for fact in indexed.facts:
            facts[fact].add(number)
        for moment, at in indexed.moments.items():
            times[moment, day_of(at)][number] = at
    return Expected(facts, times)


def possible_facts(expected: Expected, catalog: Catalog) -> set[Fact]:
    """Return the facts that tickets of a part have, or may have had."""
    people = {fact.value for fact in expected.facts if fact.kind in (FactKind.PERSON, FactKind.STARRED_BY)}
    replies = [fact.value for fact in expected.facts if fact.kind is FactKind.REPLIES and isinstance(fact.value, int)]
    return {
        *expected.facts,
        *(Fact(kind, person) for kind in (FactKind.PERSON, FactKind.STARRED_BY) for person in people),
        *(Fact(FactKind.GROUP, group) for group in catalog.groups),
        *(Fact(FactKind.CATEGORY, category) for category in catalog.all_categories),
        *(Fact(FactKind.PRIORITY, priority) for priority in catalog.priorities),
        *(Fact(FactKind.ASSIGNED, kind) for kind in ("person", "group")),
        *(Fact(kind) for kind in (FactKind.UNRESPONDED, FactKind.BREACHED, FactKind.WITH_FILES)),
        *(Fact(FactKind.REPLIES, count) for count in range(min(max(replies, default=0), MAX_REPLIES) + 1)),
    }


MAX_REPLIES = 100
"""Up to which number of replies leftovers are looked for."""


def possible_days(expected: Expected, numbers: Collection[int]) -> set[MomentDay]:
    """Return the moments and days on which tickets of a block have a time, or may have had one."""
    days = {day for (_, day), times in expected.times.items() if not times.keys().isdisjoint(numbers)}
    return {(moment, day) for moment in INDEXED_MOMENTS for day in days}


@dataclass(frozen=True, slots=True)
class Difference[T: Collection[int]]:
    """What has to be added to one item of the index, and which tickets to be removed."""

    missing: T
    surplus: frozenset[int]


def difference_of_fact(wanted: Iterable[int], present: Iterable[int]) -> Difference[frozenset[int]]:
    """Compare the tickets of a block that should have a fact with those that have it."""
    wanted, present = frozenset(wanted), frozenset(present)
    return Difference(wanted - present, present - wanted)


def difference_of_day(wanted: Mapping[int, datetime], present: Mapping[int, int]) -> Difference[dict[int, datetime]]:
    """Compare the times that tickets of a block should have on a day with the milliseconds that they have."""
    wrong = {number: at for number, at in wanted.items() if present.get(number) != millisecond_of_day(at)}
    return Difference(wrong, frozenset(present.keys() - wanted.keys()))
