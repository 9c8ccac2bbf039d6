"""Conditions that only the rows of tickets decide. The rows that they depend on are read once, and compared."""

from collections.abc import Sequence
from functools import partial

from polydesk.desk.lists.bounds import UNKNOWN, Bounds
from polydesk.desk.lists.errors import TooManyRows
from polydesk.desk.lists.expression import Slots
from polydesk.desk.lists.leaves import Leaf, Read, Scope, in_scope
from polydesk.desk.lists.reads import Reads
from polydesk.desk.lists.selection import Selection
from polydesk.domain.facts import Moment
from polydesk.domain.filter_check import matches
from polydesk.domain.filters import Filter, Happened, Measured, WithPhrase
from polydesk.domain.slot import slot_of
from polydesk.domain.ticket import Ticket
from polydesk.storage.ticket_sets import TicketSet

MOST_COMPARED = 2_000
"""How many tickets one list reads to compare their rows: those of which everything else leaves it open."""


def is_compared(filter_: Filter) -> bool:
    """Return whether no index knows which tickets satisfy the condition."""
    match filter_:
        case Measured() | WithPhrase() | Happened(moment=Moment.RESPONSE_DUE):
            return True
        case _:
            return False


class ComparedRows:
    """The rows of one list that its conditions are compared with."""

    def __init__(self, reads: Reads, base: Slots) -> None:
        """Compare tickets in the slots of the base."""
        self._reads, self._base = reads, base
        self._is_asked = False
        self.rows: Sequence[Ticket] = ()

    def read(self, by: Filter, scope: Scope, region: Selection) -> Sequence[Read]:
        """Return the read of the rows within the region, for the first condition that asks. It raises TooManyRows."""
        numbers = (region & Selection(scope.numbers)).numbers
        if self._is_asked or not numbers:
            return ()
        self._is_asked = True
        return (partial(self._read, by, scope, numbers),)

    def _read(self, by: Filter, scope: Scope, numbers: TicketSet) -> None:
        beyond = len(scope.numbers) - len(numbers)
        if scope.directory.count(self._base) - beyond > MOST_COMPARED:
            raise TooManyRows(MOST_COMPARED, by)
        if len(numbers) > MOST_COMPARED:  # of many numbers, few may be tickets of the list
            numbers = scope.directory.select(self._base, numbers)
        if len(numbers) > MOST_COMPARED:
            raise TooManyRows(MOST_COMPARED, by)
        self.rows = list(self._reads.rows.rows(list(numbers.newest_first()), self._is_in_base))

    def _is_in_base(self, ticket: Ticket) -> bool:
        return self._base(slot_of(ticket))


class ComparedLeaf(Leaf):
    """Tickets whose rows satisfy a condition."""

    needs_directory = True

    def __init__(self, filter_: Filter, compared: ComparedRows) -> None:
        """Compare the filter with these rows."""
        self._filter, self._compared = filter_, compared

    def bounds(self, scope: Scope | None) -> Bounds:
        """Return that nothing is known."""
        del scope
        return UNKNOWN

    def second_reads(self, scope: Scope | None, region: Selection) -> Sequence[Read]:
        """Return the read of the rows, unless another leaf has it already."""
        return self._compared.read(self._filter, in_scope(scope), region)

    def value(self, scope: Scope | None) -> Selection:
        """Return the tickets whose rows match."""
        del scope
        rows = self._compared.rows
        return Selection(TicketSet.from_numbers(one.number for one in rows if matches(self._filter, one)))

    def in_base(self) -> TicketSet:
        """Return the tickets whose rows were read: only those in the wanted slots are."""
        return TicketSet.from_numbers(one.number for one in self._compared.rows)
