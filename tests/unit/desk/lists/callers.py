"""Callers of lists."""

from polydesk.domain.person import AGENT, CUSTOMER, Person, Principal
from tests.unit.desk.lists.worlds import START

AN_AGENT = Principal("agent", frozenset({AGENT}), None)


def a_customer(person_id: int) -> Principal:
    """Return a customer."""
    permissions = frozenset({CUSTOMER})
    person = Person(person_id, "Someone", "", "", False, permissions, True, START, START)
    return Principal("customer", permissions, person)
