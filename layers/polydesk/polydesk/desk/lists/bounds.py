"""Bounds of a selection, before everything is read that it depends on, and how the parts of a filter are combined."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Protocol, Self

from polydesk.desk.lists.expression import depends_on_slot
from polydesk.desk.lists.selection import EVERYTHING, NOTHING, Selection
from polydesk.domain.filter_check import every, inverse
from polydesk.domain.filters import AllOf, AnyOf, Filter, Not


@dataclass(frozen=True, slots=True)
class Bounds:
    """A selection has all of `lower` and nothing beyond `upper`.

    `inverted` is whether it will be all tickets but some, or None when that is not known either.
    """

    lower: Selection
    upper: Selection
    inverted: bool | None

    def __and__(self, other: "Bounds") -> "Bounds":
        """Return the bounds of the intersection."""
        return Bounds(self.lower & other.lower, self.upper & other.upper, every((self.inverted, other.inverted)))

    def __or__(self, other: "Bounds") -> "Bounds":
        """Return the bounds of the union."""
        return ~(~self & ~other)

    def __invert__(self) -> "Bounds":
        """Return the bounds of all other tickets."""
        return Bounds(~self.upper, ~self.lower, inverse(self.inverted))

    @property
    def open_region(self) -> Selection:
        """The tickets of which it is not known yet whether they are selected."""
        return self.upper & ~self.lower


def exactly(selection: Selection) -> Bounds:
    """Return the bounds of a selection that is known."""
    return Bounds(selection, selection, selection.inverted)


UNKNOWN = Bounds(NOTHING, EVERYTHING, None)


class Combinable(Protocol):
    """What can be combined as filters can."""

    def __and__(self, other: Self, /) -> Self:
        """Return what both have."""

    def __or__(self, other: Self, /) -> Self:
        """Return what either has."""

    def __invert__(self) -> Self:
        """Return the opposite."""


def combined[T: Combinable](filter_: Filter, value_of: Callable[[Filter], T]) -> T:
    """Return the value of a filter from the values of its leaves."""
    match filter_:
        case _ if depends_on_slot(filter_):
            return value_of(filter_)
        case AllOf(filters):
            return reduce(and_, (combined(one, value_of) for one in filters))
        case AnyOf(filters):
            return reduce(or_, (combined(one, value_of) for one in filters))
        case Not(negated):
            return ~combined(negated, value_of)
        case _:
            return value_of(filter_)
