"""Selections: finite sets of ticket numbers, and all tickets but those of a finite set.

They can be combined and inverted without a look at which tickets there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from polydesk.storage.ticket_sets import TicketSet


@dataclass(frozen=True, slots=True)
class Selection:
    """The tickets with these numbers; if `inverted`, all others."""

    numbers: TicketSet
    inverted: bool = False

    def __and__(self, other: "Selection") -> "Selection":
        """Return the tickets of both."""
        match self.inverted, other.inverted:
            case False, False:
                return Selection(self.numbers & other.numbers)
            case False, True:
                return Selection(self.numbers - other.numbers)
            case True, False:
                return Selection(other.numbers - self.numbers)
            case _:
                return Selection(self.numbers | other.numbers, inverted=True)

    def __or__(self, other: "Selection") -> "Selection":
        """Return the tickets of either."""
        return ~(~self & ~other)

    def __invert__(self) -> "Selection":
        """Return all other tickets."""
        return Selection(self.numbers, not self.inverted)

    def __contains__(self, number: int) -> bool:
        """Return whether the ticket with this number is selected."""
        return (number in self.numbers) is not self.inverted


NO_NUMBERS = TicketSet()
NOTHING = Selection(NO_NUMBERS)
EVERYTHING = ~NOTHING


def union(sets: Iterable[TicketSet]) -> TicketSet:
    """Return the numbers of any of the sets."""
    found = NO_NUMBERS
    for one in sets:
        found |= one
    return found
