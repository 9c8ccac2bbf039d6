"""Callers of use cases."""

from datetime import datetime
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, Person, Principal
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from tests.fakes.desk import set_up_desk
from tests.unit.domain.samples import NOW


def principal(person_id: int, *permissions: str) -> Principal:
    """Return a person with these permissions as a caller."""
    email, held = f"{person_id}@example.com", frozenset(permissions)
    person = Person(person_id, "Carl", email, email, AGENT in held, held, True, NOW, NOW)
    return Principal(f"token-{person_id}", held, person)


ADMINISTRATOR, STAFF = principal(2, ADMIN, AGENT), principal(3, AGENT)
CLIENT, STRANGER = principal(5, CUSTOMER), principal(6, CUSTOMER)


def set_up_with_callers(table: Table, now: datetime, **settings: Any) -> Resources:
    """Set up a desk in an empty table whose people are these callers, and return its resources."""
    resources = set_up_desk(table, now, **settings)
    for person in (caller.person for caller in (ADMINISTRATOR, STAFF, CLIENT, STRANGER) if caller.person):
        while person.id > resources.people.last_id():
            resources.people.next_id()
        resources.table.commit(resources.people.put_items(person), Deadline(5.0))
    return resources
