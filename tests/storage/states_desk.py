"""A desk that has been set up in an empty table, and changes of its states by an administrator."""

from collections.abc import Iterator
from datetime import UTC, datetime

from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.desk.states import StateDesk
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.handling import Handling
from polydesk.domain.person import AGENT, Principal
from polydesk.domain.state_changes import Details
from polydesk.domain.ticket import Ticket
from polydesk.storage.codec import Item
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from tests.fakes.desk import set_up_desk

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ADMIN = Principal("admin", frozenset({"admin", AGENT}), None)


def new_desk(table: Table) -> Resources:
    """Set up a desk with its seven first states."""
    return set_up_desk(table, NOW)


def context(once: IdempotencyKey | None = None, expected_version: int | None = None) -> RequestContext:
    """Return the context of one more request."""
    expected = None if expected_version is None else frozenset({expected_version})
    return RequestContext(NOW, Deadline(30.0, repetitions=200), once, expected)


def states_of(resources: Resources, once: IdempotencyKey | None = None) -> StateDesk:
    """Return the use cases of states for one more request."""
    return StateDesk(resources, context(once))


def create(resources: Resources, details: Details, once: IdempotencyKey | None = None) -> int:
    """Create a state and return its id."""
    return states_of(resources, once).create(lambda _: details, ADMIN).state_id


def change(resources: Resources, state_id: int, details: Details) -> None:
    """Change a state."""
    states_of(resources).change(state_id, lambda _: details, ADMIN)


def delete(resources: Resources, state_id: int) -> None:
    """Delete a state."""
    states_of(resources).delete(state_id, ADMIN)


def open_ticket(resources: Resources) -> Ticket:
    """Open a ticket."""
    new = TicketRequest("It is broken", NewMessage("Please help"), 1, GENERAL, PRIORITIES[1])
    return Desk(resources, context()).tickets.open(new, ADMIN)[0].ticket


def move(resources: Resources, number: int, state_id: int) -> Ticket:
    """Move a ticket to a state. Raises StateNotFound when this process does not know the state."""
    desk = Desk(resources, context())
    state = resources.states(covering=[state_id]).existing(state_id)
    return desk.tickets.handle(desk.tickets.get(number, ADMIN), ADMIN, 1, Handling(state=state), None).ticket


class ScriptedReads:
    """A table that answers each query of the states with the next of these reads; the last one repeats."""

    def __init__(self, *reads: list[Item]) -> None:
        """Keep the reads in this order."""
        self.left = list(reads)

    def query(self, pk: str) -> Iterator[Item]:
        """Return the items of the next read, whatever is asked for."""
        return iter(self.left.pop(0) if len(self.left) > 1 else self.left[0])
