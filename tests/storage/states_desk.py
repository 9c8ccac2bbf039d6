"""A desk that has been set up on a bare table, and its states as an administrator works with them."""

from datetime import UTC, datetime

from polydesk.desk.context import Terms
from polydesk.desk.resources import Backing
from polydesk.desk.states import StateDesk
from polydesk.desk.tickets import TicketDesk
from polydesk.domain.actions import Handling, Opening, handle
from polydesk.domain.person import AGENT, Principal
from polydesk.domain.state_changes import Details
from polydesk.domain.ticket import Message, Ticket
from polydesk.jobs.set_up import SetUp
from polydesk.settings import Settings
from polydesk.storage.idempotency import Once
from polydesk.storage.retry import Patience
from polydesk.storage.table import Table

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ADMIN = Principal("admin", frozenset({"admin", AGENT}), None)


def backing_on(table: Table) -> Backing:
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
    return Backing(settings)


def new_desk(table: Table) -> Backing:
    """A desk with the seven states of a new one."""
    backing = backing_on(table)
    SetUp(backing, NOW).begin()
    return backing


def terms(once: Once | None = None, expected_version: int | None = None) -> Terms:
    """The terms of one more request."""
    return Terms(NOW, Patience(30.0), once, expected_version)


def states_of(backing: Backing, once: Once | None = None) -> StateDesk:
    """The states, for one request."""
    return StateDesk(backing, terms(once))


def create(backing: Backing, details: Details, once: Once | None = None) -> int:
    """Add a state; its id."""
    return states_of(backing, once).create(lambda _: details, ADMIN).state_id


def change(backing: Backing, state_id: int, details: Details) -> None:
    """Change a state."""
    states_of(backing).change(state_id, lambda _: details, ADMIN)


def delete(backing: Backing, state_id: int) -> None:
    """Delete a state."""
    states_of(backing).delete(state_id, ADMIN)


def open_ticket(backing: Backing) -> Ticket:
    """A new ticket."""
    opening = Opening("It is broken", Message("Please help"), 1, 1, 2)
    return TicketDesk(backing, terms()).open(opening, ADMIN).ticket


def move(backing: Backing, number: int, state_id: int) -> Ticket:
    """Move a ticket to a state, as far as this function knows that the state exists. Raises StateNotFound."""
    desk = TicketDesk(backing, terms())
    return desk.change(
        number, ADMIN, lambda ticket, now: handle(ticket, now, Handling(state=now.states.existing(state_id)))
    ).ticket
