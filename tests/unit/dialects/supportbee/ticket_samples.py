"""People, tickets and first messages that answers are made of."""

from datetime import UTC, datetime
from typing import Any

from polydesk.dialects.supportbee.related import Related
from polydesk.domain.catalog import Group
from polydesk.domain.labels import Label, Labels
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, Author, Person
from polydesk.domain.ticket import HistoryEntry, Message, Ticket

AT = datetime(2026, 1, 5, 9, 30, 15, 250_000, UTC)
BASE = "https://desk.example.com/v1"


def person(person_id: int, name: str, email: str, *permissions: str, agent: bool = False) -> Person:
    """A person with these permissions."""
    return Person(person_id, name, email, email, agent, frozenset(permissions), True, AT, AT)


ANN = person(3, "Ann Marie Doe", "Ann@example.com", AGENT, agent=True)
CHIEF = person(2, "Chief", "chief@example.com", ADMIN, AGENT, agent=True)
BO = person(10, "Bo Lee", "bo@example.com", CUSTOMER)


def ticket(number: int = 1, **properties: Any) -> Ticket:
    """A ticket of Bo's, with its opening message alone."""
    values: dict[str, Any] = {
        "number": number,
        "version": 1,
        "subject": "Printer",
        "category_id": 1,
        "priority_id": 2,
        "state_id": 1,
        "customer_id": BO.id,
        "opened_by": Author.customer(BO.id),
        "created_at": AT,
        "updated_at": AT,
        "messages": 1,
        "notes": 0,
        "staff_replies": 0,
        "last_message_at": AT,
        "customer_replied_at": AT,
    }
    return Ticket(**values | properties)


def opening(text: str = "It smokes", number: int = 1, **message: Any) -> HistoryEntry:
    """The first entry of a ticket."""
    return HistoryEntry(number, 1, "opened", AT, Author.customer(BO.id), Message(text, **message))


def related(*openings: HistoryEntry, starred: frozenset[int] = frozenset()) -> Related:
    """What these tickets refer to."""
    return Related(
        people={one.id: one for one in (ANN, CHIEF, BO)},
        groups={1: Group(1, "Second line")},
        labels=Labels({1: Label(1, "respond now", "#FF0000")}),
        openings={entry.number: entry for entry in openings},
        starred=starred,
        base_url=BASE,
    )
