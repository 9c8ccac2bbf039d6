"""Tickets created in a time. Their numbers grow with time, so that days are ranges of numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from polydesk.desk.lists.bounds import Bounds
from polydesk.desk.lists.errors import TooManyToCompare
from polydesk.desk.lists.leaves import Leaf, Read, Scope, in_scope
from polydesk.desk.lists.reads import Directory, Reads
from polydesk.desk.lists.selection import NO_NUMBERS, Selection
from polydesk.domain.filter_check import matches
from polydesk.domain.filters import Happened
from polydesk.domain.slot import GONE
from polydesk.storage.ticket_sets import TicketSet

MOST_TO_COMPARE = 2_000
"""How many tickets of the first and the last day are read, to compare them with a time within the day."""


BEYOND = 10**15
"""A number that no ticket has."""


class _Edge:
    """A bound of the time: the first number created since, if it is a midnight, else those of the days around it."""

    def __init__(self, reads: Reads, at: datetime) -> None:
        """Look for the first tickets of the day of this time (UTC), and of the next day."""
        at = at.astimezone(UTC)
        self._creations, self._day = reads.creations, at.date()
        self._is_midnight = at.time() == time()
        self.earliest: int | None = None
        self.latest: int | None = None

    def first_reads(self) -> list[Read]:
        return [self._read_day] if self._is_midnight else [self._read_day, self._read_next_day]

    def _read_day(self) -> None:
        self.earliest = self._creations.first_since(self._day)
        if self._is_midnight:
            self.latest = self.earliest

    def _read_next_day(self) -> None:
        self.latest = self._creations.first_since(self._day + timedelta(days=1))


class CreatedLeaf(Leaf):
    """Tickets created in a time. The rows of a day's part are read and compared, where anything depends on them."""

    needs_directory = True

    def __init__(self, reads: Reads, filter_: Happened) -> None:
        """Select by the times of the filter."""
        self._reads, self._filter = reads, filter_
        self._since = _Edge(reads, filter_.since) if filter_.since else None
        self._until = _Edge(reads, filter_.until) if filter_.until else None
        self._compared = NO_NUMBERS

    def first_reads(self) -> Sequence[Read]:
        """Return the reads of the first numbers of days."""
        return [read for edge in (self._since, self._until) if edge for read in edge.first_reads()]

    def reach(self) -> tuple[int, int | None]:
        """Return the first number of the first day and the last one of the last day."""
        return self._first(whole_days=False), self._last(whole_days=False)

    def bounds(self, scope: Scope | None) -> Bounds:
        """Return the numbers of whole days, and those of all days."""
        lower, upper = self._range(scope, whole_days=True), self._range(scope, whole_days=False)
        return Bounds(lower, upper, lower.inverted)

    def second_reads(self, scope: Scope | None, region: Selection) -> Sequence[Read]:
        """Return the read of those rows of the days' parts that matter. It raises TooManyToCompare."""
        scope = in_scope(scope)
        todo = (self.bounds(scope).open_region & Selection(scope.numbers) & region).numbers
        return (lambda: self._compare(todo, scope.directory),) if todo else ()

    def value(self, scope: Scope | None) -> Selection:
        """Return the tickets of whole days, and those that were compared."""
        return self._range(scope, whole_days=True) | Selection(self._compared)

    def _compare(self, todo: TicketSet, directory: Directory) -> None:
        if len(todo) > MOST_TO_COMPARE:  # of many numbers, few may be tickets
            todo = directory.select(lambda slot: slot.state_id != GONE, todo)
        if len(todo) > MOST_TO_COMPARE:
            raise TooManyToCompare(MOST_TO_COMPARE)
        rows = self._reads.rows.rows(list(todo.newest_first()), lambda _: True)
        self._compared = TicketSet.from_numbers(ticket.number for ticket in rows if matches(self._filter, ticket))

    def _range(self, scope: Scope | None, *, whole_days: bool) -> Selection:
        return in_scope(scope).range(self._first(whole_days=whole_days), self._last(whole_days=whole_days))

    def _first(self, *, whole_days: bool) -> int:
        if self._since is None:
            return 0
        first = self._since.latest if whole_days else self._since.earliest
        return BEYOND if first is None else first

    def _last(self, *, whole_days: bool) -> int | None:
        if self._until is None:
            return None
        following = self._until.earliest if whole_days else self._until.latest
        return None if following is None else following - 1
