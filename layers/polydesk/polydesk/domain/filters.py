"""Filters: which tickets a list has. Each API's parameters and query languages are parsed to these.

A filter is made of the classes below and combined by `&`, `|` and `~`. `desk.lists` plans how the indexes answer it.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from polydesk.domain.facts import Fact, Moment
from polydesk.domain.measures import Measure
from polydesk.domain.search_terms import SearchQuery


class Flag(StrEnum):
    """The flags of a ticket."""

    ARCHIVED = "archived"
    SPAM = "spam"
    TRASHED = "trashed"
    STAFF_ONLY = "staff_only"


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition that a ticket satisfies or not."""

    def __and__(self, other: "Filter") -> "Filter":
        """Return the filter of tickets that satisfy both."""
        return AllOf((self, other))

    def __or__(self, other: "Filter") -> "Filter":
        """Return the filter of tickets that satisfy either."""
        return AnyOf((self, other))

    def __invert__(self) -> "Filter":
        """Return the filter of tickets that do not satisfy this one."""
        return Not(self)


@dataclass(frozen=True, slots=True)
class AllOf(Filter):
    """Tickets that satisfy all of the filters; without any filter, every ticket."""

    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf(Filter):
    """Tickets that satisfy one of the filters at least; without any filter, no ticket."""

    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Not(Filter):
    """Tickets that do not satisfy the filter."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class InStates(Filter):
    """Tickets in one of the states, exactly as the tickets are now."""

    state_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Flagged(Filter):
    """Tickets with the flag, exactly as the tickets are now."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class OfCustomers(Filter):
    """Tickets of one of the customers, exactly as the tickets are now."""

    person_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Numbered(Filter):
    """Tickets with one of the numbers."""

    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class NumberedBetween(Filter):
    """Tickets with numbers from `first` to `last`, both included; None is no bound."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class WithFact(Filter):
    """Tickets with the fact."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Happened(Filter):
    """Tickets whose moment is at or after `since` and before `until`; None is no bound. Never happened: not found."""

    moment: Moment
    since: datetime | None = None
    until: datetime | None = None


class Texts(StrEnum):
    """The texts that a search looks into."""

    SUBJECT = "subject"
    PUBLIC = "public"
    """Subject and public messages."""
    ALL = "all"
    """Subject, public messages and private notes."""


@dataclass(frozen=True, slots=True)
class WithWords(Filter):
    """Tickets that contain the words of the query in these texts together.

    With `customers` a word also counts as contained in the tickets of the customers whose name or address has it.
    """

    query: SearchQuery
    texts: Texts
    customers: bool = False


@dataclass(frozen=True, slots=True)
class Measured(Filter):
    """Tickets that have the measure, from `least` on and below `below`; None is no bound."""

    measure: Measure
    least: Decimal | None = None
    below: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WithPhrase(Filter):
    """Tickets whose subject has these terms one after another."""

    terms: tuple[str, ...]


EVERY = AllOf()
NONE = AnyOf()
