"""What callers ask about ticket states."""

from collections.abc import Iterable
from typing import Literal

from polydesk.desk.backing import Backing
from polydesk.domain.state import CLOSED_KINDS, Kind, States
from polydesk.domain.ticket import Ticket

Selection = Literal["all", "opened", "closed", "none"]


def select(states: States, selection: Selection) -> frozenset[int]:
    """The states whose tickets a list shows. Tickets of the kind removed are in none of the lists."""
    closed = states.of_kinds(CLOSED_KINDS - {Kind.REMOVED})
    opened = states.of_kinds(frozenset(Kind) - CLOSED_KINDS)
    return {"all": closed | opened, "opened": opened, "closed": closed, "none": frozenset[int]()}[selection]


class StateDesk:
    """The desk's states, as one request sees them."""

    def __init__(self, backing: Backing) -> None:
        """Read from this backing."""
        self._backing = backing

    def current(self, tickets: Iterable[Ticket] = ()) -> States:
        """The states, certainly those of these tickets among them."""
        return self._backing.states(covering={ticket.state_id for ticket in tickets})
