"""Callers of use cases."""

from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, Person, Principal
from tests.unit.domain.samples import NOW


def principal(person_id: int, *permissions: str) -> Principal:
    """Return a person with these permissions as a caller."""
    email, held = f"{person_id}@example.com", frozenset(permissions)
    person = Person(person_id, "Carl", email, email, AGENT in held, held, True, NOW, NOW)
    return Principal(f"token-{person_id}", held, person)


ADMINISTRATOR, STAFF = principal(2, ADMIN, AGENT), principal(3, AGENT)
CLIENT, STRANGER = principal(5, CUSTOMER), principal(6, CUSTOMER)
