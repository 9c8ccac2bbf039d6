"""Kinds of people, by which lists of people are selected: staff or contact, active or not, and with which permissions.

A contact is a person without the permission `ticket.agent`, whether that is `ticket.customer`, another one or none.
The system person is neither staff nor a contact, and in no list.
"""

from dataclasses import dataclass

from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, SYSTEM_PERSON_ID, Person, grants


@dataclass(frozen=True, slots=True)
class PersonKind:
    """What decides in which lists a person is. Without `agent` it is that of a contact."""

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


def is_contact(kind: PersonKind) -> bool:
    """Select contacts, active or not."""
    return not kind.agent


def is_agent(kind: PersonKind) -> bool:
    """Select staff, active or not."""
    return kind.agent


def is_active_agent(kind: PersonKind) -> bool:
    """Select active staff."""
    return kind.agent and kind.active
