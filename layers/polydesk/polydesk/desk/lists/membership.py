"""Finds out which numbers are tickets in the slots that a list wants, each number once."""

from collections.abc import Callable

from polydesk.desk.lists.expression import Slots
from polydesk.desk.lists.leaves import Read, Scope
from polydesk.desk.lists.selection import NO_NUMBERS, union
from polydesk.domain.slot import Slot
from polydesk.storage.ticket_sets import TicketSet


class Membership:
    """What is known about numbers: those that were asked for, and those of them that are in the wanted slots."""

    def __init__(self, scope: Scope, base: Slots, hidden: TicketSet | None) -> None:
        """Ask the scope's directory for the slots of the base.

        `hidden` are all tickets in other slots, and all purged ones; None when they are not known.
        """
        self._scope, self._base, self._hidden = scope, base, hidden
        self._asked = NO_NUMBERS
        self._found: list[TicketSet] = []

    @property
    def members(self) -> TicketSet:
        """The numbers in the wanted slots."""
        return union(self._found)

    def know(self, members: TicketSet) -> None:
        """Take these as numbers in the wanted slots."""
        self._asked |= members
        self._found.append(members)

    def reads(self, numbers: TicketSet, known: TicketSet) -> list[Read]:
        """Return the reads for those of the numbers that were not asked for.

        `known` are numbers of tickets, or of purged ones. They need no read when all tickets in other slots are known.
        Else, where it costs less, they are members unless they are found in another slot.
        """
        asked = (numbers & self._scope.numbers) - self._asked
        self._asked |= asked
        directory, tickets = self._scope.directory, asked & known
        if self._hidden is not None:
            self._found.append(tickets - self._hidden)
            asked -= known
            return [self._in_base(asked)] if asked else []
        if directory.cost(self._others, tickets) < directory.cost(self._base, tickets):
            unsure = asked - known
            return [self._all_but_others(tickets), *([self._in_base(unsure)] if unsure else [])]
        return [self._in_base(asked)] if asked else []

    def _in_base(self, numbers: TicketSet) -> Callable[[], None]:
        return lambda: self._found.append(self._scope.directory.select(self._base, numbers))

    def _all_but_others(self, numbers: TicketSet) -> Callable[[], None]:
        return lambda: self._found.append(numbers - self._scope.directory.select(self._others, numbers))

    def _others(self, slot: Slot) -> bool:
        return not self._base(slot)
