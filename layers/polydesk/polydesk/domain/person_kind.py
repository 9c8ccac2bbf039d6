"""Kinds of people, by which lists of people are selected: staff or customers, active or not, and their permissions.

A customer, in lists, is a person without the permission `ticket.agent`, whatever else the person has. The system person
is neither staff nor a customer, and in no list.
"""

from dataclasses import dataclass

from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, SYSTEM_PERSON_ID, Person, grants


@dataclass(frozen=True, slots=True)
class PersonKind:
    """What decides in which lists a person is. Without `agent` it is the kind of a customer.

    `agent`, `admin` and `customer` are whether the person has the permission of that name.
    """

    agent: bool
    active: bool = True
    admin: bool = False
    customer: bool = False


def kind_of(person: Person) -> PersonKind | None:
    """Return the kind of a person, None for the system person."""
    if person.id == SYSTEM_PERSON_ID:
        return None
    held = person.permissions
    return PersonKind(
        agent=grants(held, AGENT),
        active=person.active,
        admin=grants(held, ADMIN),
        customer=grants(held, CUSTOMER),
    )


def anybody(_: PersonKind) -> bool:
    """Select everybody but the system person."""
    return True


def is_customer(kind: PersonKind) -> bool:
    """Select customers, active or not, with the permission `ticket.customer` or without it."""
    return not kind.agent


def is_agent(kind: PersonKind) -> bool:
    """Select staff, active or not."""
    return kind.agent


def is_active_agent(kind: PersonKind) -> bool:
    """Select active staff."""
    return kind.agent and kind.active
