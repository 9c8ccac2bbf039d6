"""The logins that answers name, and which of them a customer sees.

Logins are addresses, mostly. A customer sees a dash instead of those of staff and of other customers. The system and
nobody are a dash, too.
"""

from collections.abc import Mapping

from polydesk.domain.person import ADMIN, SYSTEM_PERSON_ID, Person, Principal

HIDDEN = "-"
"""What a customer sees instead of the login of staff, and of another customer."""

NOBODY = "-"
"""The login of the system, and of nobody."""


def is_staff(person: Person) -> bool:
    """Return whether the person is an agent or has a permission of administrators."""
    return person.agent or any(one.partition(".")[0] == ADMIN for one in person.permissions)


def is_hidden(person: Person, viewer: Principal) -> bool:
    """Return whether the caller is not told the login, the addresses and the numbers of a person."""
    return viewer.is_only_customer and (is_staff(person) or person.id != viewer.person_id)


def shown_login(person: Person | None, viewer: Principal) -> str:
    """Return the login of a person as the caller sees it, in lower case; a dash for nobody and for the system."""
    if person is None or person.id == SYSTEM_PERSON_ID:
        return NOBODY
    return HIDDEN if is_hidden(person, viewer) else person.login.lower()


def shown_logins(people: Mapping[int, Person], viewer: Principal) -> dict[int, str]:
    """Return the logins of people as the caller sees them, by id."""
    return {number: shown_login(person, viewer) for number, person in people.items()}
