"""The parts of a filter that are read as a whole, each with its reads.

The reads of all leaves are made side by side: first those that need nothing, then those that need their results. A read
stores its result in its leaf.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from polydesk.desk.lists.bounds import UNKNOWN, Bounds, exactly
from polydesk.desk.lists.expression import Slots
from polydesk.desk.lists.reads import Directory
from polydesk.desk.lists.selection import NO_NUMBERS, Selection
from polydesk.domain.filters import Filter, Not, NumberedBetween
from polydesk.storage.ticket_sets import TicketSet

type Read = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """The directory of the quarters that can have tickets of the list, and the span of their numbers."""

    directory: Directory
    first: int
    last: int

    @property
    def numbers(self) -> TicketSet:
        """All numbers of these quarters."""
        return TicketSet.between(self.first, self.last)

    def range(self, first: int, last: int | None) -> Selection:
        """Return the tickets with numbers from `first` to `last`: these numbers or all but the others, the fewer."""
        inside = TicketSet.between(max(first, self.first), self.last if last is None else min(last, self.last))
        outside = self.numbers - inside
        return Selection(outside, inverted=True) if len(outside) < len(inside) else Selection(inside)


class Leaf(ABC):
    """A part of a filter. `needs_directory` is whether its reads or its value need the directory."""

    needs_directory = False

    def first_reads(self) -> Sequence[Read]:
        """Return the reads that need no other result."""
        return ()

    def reach(self) -> tuple[int, int | None]:
        """Return the lowest and the highest number that the leaf can select, after the first reads; None: no bound."""
        return 0, None

    def bounds(self, scope: Scope | None) -> Bounds:
        """Return what is known after the first reads. The scope is None when no leaf needs the directory."""
        return exactly(self.value(scope))

    def second_reads(self, scope: Scope | None, region: Selection) -> Sequence[Read]:
        """Return the reads that the value needs within the region; outside of it the value does not matter."""
        del scope, region
        return ()

    @abstractmethod
    def value(self, scope: Scope | None) -> Selection:
        """Return the selected tickets, after all reads."""

    def known(self) -> TicketSet:
        """Return numbers that were found, and that belong to tickets or to purged tickets."""
        return NO_NUMBERS

    def in_base(self) -> TicketSet:
        """Return numbers that were found, and that are in the slots that the list wants."""
        return NO_NUMBERS


class FixedLeaf(Leaf):
    """Tickets that are known without a read."""

    def __init__(self, selection: Selection) -> None:
        """Select these."""
        self._selection = selection

    def value(self, scope: Scope | None) -> Selection:
        """Return them."""
        del scope
        return self._selection

    def reach(self) -> tuple[int, int | None]:
        """Return the lowest and the highest of the numbers."""
        if self._selection.inverted or not self._selection.numbers:
            return 0, None
        numbers = list(self._selection.numbers.newest_first())
        return numbers[-1], numbers[0]


class RangeLeaf(Leaf):
    """Tickets with numbers in a range."""

    needs_directory = True

    def __init__(self, filter_: NumberedBetween) -> None:
        """Select the numbers of the filter."""
        self._first, self._last = max(filter_.first or 0, 0), filter_.last

    def reach(self) -> tuple[int, int | None]:
        """Return the range."""
        return self._first, self._last

    def value(self, scope: Scope | None) -> Selection:
        """Return the numbers within the scope."""
        return in_scope(scope).range(self._first, self._last)


class IndexLeaf(Leaf):
    """Tickets that one read returns; if `of_base`, only such as are in the wanted slots."""

    def __init__(self, read: Callable[[], TicketSet], *, of_base: bool = False) -> None:
        """Select what is read."""
        self._read, self._of_base = read, of_base
        self._found = NO_NUMBERS

    def first_reads(self) -> Sequence[Read]:
        """Return the read."""
        return (self._take,)

    def value(self, scope: Scope | None) -> Selection:
        """Return what was read."""
        del scope
        return Selection(self._found)

    def known(self) -> TicketSet:
        """Return what was read."""
        return self._found

    def in_base(self) -> TicketSet:
        """Return what was read, if only tickets in the wanted slots were."""
        return self._found if self._of_base else NO_NUMBERS

    def _take(self) -> None:
        self._found = self._read()


class SlotLeaf(Leaf):
    """Tickets that a part of the filter selects by their slots. The cheaper half of the wanted ones is read."""

    needs_directory = True

    def __init__(self, filter_: Filter, base: Slots) -> None:
        """Select by this filter within the base."""
        self._selecting = base.with_condition(filter_)
        self._others = base.with_condition(Not(filter_))
        self._inverted, self._found = False, NO_NUMBERS

    def bounds(self, scope: Scope | None) -> Bounds:
        """Return that nothing is known."""
        del scope
        return UNKNOWN

    def second_reads(self, scope: Scope | None, region: Selection) -> Sequence[Read]:
        """Return the read of the tickets that are selected, or of those that are not."""
        scope = in_scope(scope)
        within = (region & Selection(scope.numbers)).numbers
        if not within:
            return ()
        selecting, others = (scope.directory.cost(slots, within) for slots in (self._selecting, self._others))
        self._inverted = others < selecting
        slots = self._others if self._inverted else self._selecting

        def take() -> None:
            self._found = scope.directory.select(slots, within)

        return (take,)

    def value(self, scope: Scope | None) -> Selection:
        """Return the selected tickets of the base."""
        del scope
        return Selection(self._found, self._inverted)

    def in_base(self) -> TicketSet:
        """Return what was read."""
        return self._found


def in_scope(scope: Scope | None) -> Scope:
    """Return the scope, which leaves that need the directory always have."""
    if scope is None:
        raise TypeError
    return scope


def numbered(numbers: frozenset[int]) -> Leaf:
    """Return the leaf of tickets with these numbers."""
    return FixedLeaf(Selection(TicketSet.from_numbers(number for number in numbers if number > 0)))
