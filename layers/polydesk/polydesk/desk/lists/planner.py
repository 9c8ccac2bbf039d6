"""Plans how the indexes answer a filter, and reads them.

A filter is split into the slots that a list wants (its base) and the rest, which becomes a selection of tickets in
these slots. Requests in a row:

1. the directory, side by side with all leaves of the rest, with the hidden tickets if the list wants all others, and
   with the first times of an order by them
2. what leaves need besides: a part of an alternative that slots decide, tickets of customers who have a searched word,
   rows of days that a time divides, rows that are compared with what no index
   knows. Few lists have any
3. which of the selected numbers are in the wanted slots. In a row with 2 only when the selection is finite: then the
   page needs no request of its own before the rows. Else it is asked side by side with 2, for all numbers of all leaves
4. the page, in `pages`: numbers, if the selection is not finite; then rows

Either way there are four at most, the rows included.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from polydesk.desk.lists.bounds import Bounds, combined
from polydesk.desk.lists.compared_leaves import ComparedLeaf, ComparedRows, is_compared
from polydesk.desk.lists.creation_leaves import CreatedLeaf
from polydesk.desk.lists.expression import Slots, conjuncts, leaves, sets_wanted, simplified, split
from polydesk.desk.lists.leaves import FixedLeaf, IndexLeaf, Leaf, RangeLeaf, Read, Scope, SlotLeaf, numbered
from polydesk.desk.lists.membership import Membership
from polydesk.desk.lists.reads import Directory, Reads
from polydesk.desk.lists.selection import EVERYTHING, NOTHING, Selection, union
from polydesk.desk.lists.word_leaves import WordsLeaf
from polydesk.domain.facts import Moment
from polydesk.domain.filters import (
    EVERY,
    Filter,
    Happened,
    Numbered,
    NumberedBetween,
    OfCustomers,
    WithFact,
    WithWords,
)
from polydesk.storage.ticket_sets import TicketSet


@dataclass(frozen=True, slots=True)
class Plan:
    """The slots that a list wants, and what it requires besides."""

    base: Slots
    rest: Filter

    @property
    def is_confined(self) -> bool:
        """Whether all tickets are read with their slots, from the sets of customers."""
        return not self.base.depends_on_archived and any(isinstance(one, OfCustomers) for one in conjuncts(self.rest))


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets of a list: those of the selection that are in the wanted slots.

    The numbers of the selection are all in these slots. The directory is None for a list that needs none, whose
    selection is finite.
    """

    base: Slots
    selection: Selection
    directory: Directory | None = None

    @property
    def total(self) -> int:
        """How many tickets the list has."""
        numbers = len(self.selection.numbers)
        if self.directory is None or not self.selection.inverted:
            return numbers
        return self.directory.count(self.base) - numbers


def plan(filter_: Filter) -> Plan:
    """Return the plan of a filter."""
    return Plan(*split(simplified(filter_)))


def find(filter_: Filter, reads: Reads, beside_directory: Sequence[Read] = ()) -> Found:
    """Read the indexes for the filter. Raises TooManyToCompare, TooManyRows, and what the reads raise.

    Where the directory is read, the reads `beside_directory` are made at the same time.
    """
    return _Evaluation(plan(filter_), reads).find(beside_directory)


class _Evaluation:
    """One plan, while it is carried out."""

    def __init__(self, plan: Plan, reads: Reads) -> None:
        self._plan, self._reads = plan, reads
        compared = ComparedRows(reads, plan.base)
        self._leaves = {one: _leaf(one, plan.base, reads, compared) for one in leaves(plan.rest)}
        self._directory: Directory | None = None
        self._hidden: TicketSet | None = None

    def find(self, beside_directory: Sequence[Read]) -> Found:
        first = [read for leaf in self._leaves.values() for read in leaf.first_reads()]
        if not self._plan.is_confined or any(leaf.needs_directory for leaf in self._leaves.values()):
            first += self._reads_beside_leaves(are_any_leaves_read=bool(first)) + list(beside_directory)
        self._reads.side_by_side(first)
        if self._directory is None:
            return self._confined()
        directory = self._directory.between(*self._reach())
        if directory.span is None:
            return Found(self._plan.base, NOTHING)
        return self._within(Scope(directory, *directory.span))

    def _confined(self) -> Found:
        """Return the tickets of a list whose leaves are all read with their slots."""
        bounds = self._bounds(None)
        self._reads.side_by_side(self._second_reads(None, bounds.open_region))
        return Found(self._plan.base, combined(self._plan.rest, lambda one: self._leaves[one].value(None)))

    def _within(self, scope: Scope) -> Found:
        """Return the tickets of a list whose numbers are all in the scope."""
        bounds = self._bounds(scope)
        membership = Membership(scope, self._plan.base, self._hidden)
        second = self._second_reads(scope, bounds.open_region)
        if second and bounds.inverted is not False:
            membership.know(self._in_base())
            second += membership.reads(self._of_leaves(scope), self._known())
        self._reads.side_by_side(second)
        membership.know(self._in_base())
        selection = combined(self._plan.rest, lambda one: self._leaves[one].value(scope))
        self._reads.side_by_side(membership.reads(selection.numbers, self._known()))
        numbers = selection.numbers & membership.members & scope.numbers
        return Found(self._plan.base, Selection(numbers, selection.inverted), scope.directory)

    def _reach(self) -> tuple[int, int]:
        """Return the lowest and the highest number that the list can have."""
        reaches = [self._leaves[one].reach() for one in conjuncts(self._plan.rest) if one in self._leaves]
        first = max((first for first, _ in reaches), default=0)
        span = self._directory.span if self._directory else None
        highest = span[1] if span else 0
        return first, min([last for _, last in reaches if last is not None], default=highest)

    def _bounds(self, scope: Scope | None) -> Bounds:
        return combined(self._plan.rest, lambda one: self._leaves[one].bounds(scope))

    def _second_reads(self, scope: Scope | None, region: Selection) -> list[Read]:
        return [read for leaf in self._leaves.values() for read in leaf.second_reads(scope, region)]

    def _of_leaves(self, scope: Scope) -> TicketSet:
        """Return the numbers of which some leaf says something, before its second reads."""
        bounds = [leaf.bounds(scope) for leaf in self._leaves.values()]
        return union(side.numbers for one in bounds for side in (one.lower, one.upper))

    def _known(self) -> TicketSet:
        return union(leaf.known() for leaf in self._leaves.values())

    def _in_base(self) -> TicketSet:
        return union(leaf.in_base() for leaf in self._leaves.values())

    def _reads_beside_leaves(self, *, are_any_leaves_read: bool) -> list[Read]:
        if are_any_leaves_read and self._plan.base.leaves_out_hidden and self._reads.hidden.is_complete():
            return [self._read_directory, self._read_hidden]
        return [self._read_directory]

    def _read_hidden(self) -> None:
        self._hidden = self._reads.hidden.read()

    def _read_directory(self) -> None:
        self._directory = self._reads.index.directory()


def _leaf(filter_: Filter, base: Slots, reads: Reads, compared: ComparedRows) -> Leaf:
    """Return what reads a leaf of the rest."""
    match filter_:
        case _ if filter_ == EVERY:
            return FixedLeaf(EVERYTHING)
        case _ if is_compared(filter_):
            return ComparedLeaf(filter_, compared)
        case OfCustomers(person_ids):
            exact = not base.depends_on_archived
            return IndexLeaf(lambda: reads.own.of(person_ids, sets_wanted(base)), of_base=exact)
        case Numbered(numbers):
            return numbered(numbers)
        case NumberedBetween():
            return RangeLeaf(filter_)
        case WithFact(fact):
            return IndexLeaf(lambda: reads.facts.tickets_with(fact))
        case Happened(moment=Moment.CREATED):
            return CreatedLeaf(reads, filter_)
        case Happened(moment, since, until):
            return IndexLeaf(lambda: reads.facts.within(moment, since, until))
        case WithWords():
            return WordsLeaf(reads, base, filter_)
        case _:
            return SlotLeaf(filter_, base)
