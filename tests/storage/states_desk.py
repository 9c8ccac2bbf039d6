"""A desk that has been set up on a bare table, and its states as an administrator works with them."""

from datetime import UTC, datetime

from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.desk.states import StateDesk
from polydesk.domain.actions import Handling
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.person import AGENT, Principal
from polydesk.domain.state_changes import Details
from polydesk.domain.ticket import Ticket
from polydesk.jobs.set_up import SetUp
from polydesk.settings import Settings
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ADMIN = Principal("admin", frozenset({"admin", AGENT}), None)


def backing_on(table: Table) -> Resources:
    """What one more function that serves the desk keeps; nothing is remembered yet."""
    settings = Settings(
        table_name=table.name,
        bucket_name="files",
        event_bus_name="bus",
        timers_queue_url="",
        streams_dead_url="",
        tickets_per_minute=0,
        comments_per_minute=0,
        uploads_per_minute=0,
        first_response_minutes=0,
        auto_close_days=0,
        pending_default_days=1,
        spam_retention_days=0,
    )
    return Resources(settings)


def new_desk(table: Table) -> Resources:
    """A desk with the seven states of a new one."""
    resources = backing_on(table)
    SetUp(resources, NOW).begin()
    return resources


def context(once: IdempotencyKey | None = None, expected_version: int | None = None) -> RequestContext:
    """The terms of one more request."""
    return RequestContext(NOW, Deadline(30.0), once, expected_version)


def states_of(resources: Resources, once: IdempotencyKey | None = None) -> StateDesk:
    """The states, for one request."""
    return StateDesk(resources, context(once))


def create(resources: Resources, details: Details, once: IdempotencyKey | None = None) -> int:
    """Add a state; its id."""
    return states_of(resources, once).create(lambda _: details, ADMIN).state_id


def change(resources: Resources, state_id: int, details: Details) -> None:
    """Change a state."""
    states_of(resources).change(state_id, lambda _: details, ADMIN)


def delete(resources: Resources, state_id: int) -> None:
    """Delete a state."""
    states_of(resources).delete(state_id, ADMIN)


def open_ticket(resources: Resources) -> Ticket:
    """A new ticket."""
    new = TicketRequest("It is broken", NewMessage("Please help"), 1, GENERAL, PRIORITIES[1])
    return Desk(resources, context()).tickets.open(new, ADMIN)[0].ticket


def move(resources: Resources, number: int, state_id: int) -> Ticket:
    """Move a ticket to a state, as far as this function knows that the state exists. Raises StateNotFound."""
    desk = Desk(resources, context())
    state = resources.states(covering=[state_id]).existing(state_id)
    return desk.tickets.handle(desk.tickets.get(number, ADMIN), ADMIN, 1, Handling(state=state), None).ticket
