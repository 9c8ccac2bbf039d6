"""Changes of a person: names, address, login, telephone numbers, whether active, and roles.

| Change | What becomes of the person |
|---|---|
| first name, last name | replaced; together they are the name |
| address | replaced unless it is the same mailbox, with the login where that was the address; empty removes it |
| login | replaced unless it is the same in another spelling; empty: the address, else a new one, `auto-…` |
| first and second number | replaced or removed; the others stay behind them |
| active | set |
| roles | the permissions that are roles become these; other permissions stay, and so does all where nothing differs |
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from polydesk.domain.errors import NothingToTellApart
from polydesk.domain.person import ADMIN, AGENT, AUTOMATIC_LOGIN, CUSTOMER, TICKETS, Person, grants
from polydesk.domain.person_key import person_key
from polydesk.domain.phones import with_two

ROLES = frozenset({ADMIN, AGENT, CUSTOMER})
"""The permissions that a person can be given as a role."""


@dataclass(frozen=True, slots=True)
class PersonChanges:
    """What to change of a person; None leaves it as it is, an empty text removes it."""

    firstname: str | None = None
    lastname: str | None = None
    email: str | None = None
    login: str | None = None
    phone: str | None = None
    mobile: str | None = None
    active: bool | None = None
    roles: frozenset[str] | None = None


def roles_of(permissions: frozenset[str]) -> frozenset[str]:
    """Return the roles that permissions include."""
    return frozenset(role for role in ROLES if grants(permissions, role))


def new_person(
    person_id: int, changes: PersonChanges, default: frozenset[str], now: datetime, suffix: Callable[[], str]
) -> Person:
    """Return a new person, with these roles unless the changes name others. Raises InvalidValue.

    `suffix` ends the login of somebody who has neither an address nor a login.
    """
    bare = Person(person_id, "", "", "", AGENT in default, default, True, now, now)
    return _with_login(_named(_changed(bare, changes)), suffix)


def changed_person(person: Person, changes: PersonChanges, now: datetime, suffix: Callable[[], str]) -> Person:
    """Return the person after the changes, the very same one if nothing differs. Raises InvalidValue."""
    after = _changed(person, changes)
    if (after.email, after.login) != (person.email, person.login):
        after = _with_login(after, suffix)
    return person if after == person else _named(replace(after, updated_at=now))


def _changed(person: Person, changes: PersonChanges) -> Person:
    after = person.with_parts(
        person.firstname if changes.firstname is None else changes.firstname,
        person.lastname if changes.lastname is None else changes.lastname,
    )
    if changes.email is not None and person_key(changes.email) != person_key(person.email):
        after = after.with_email(changes.email)
    if changes.login is not None and person_key(changes.login) != person_key(person.login):
        after = replace(after, login=changes.login)
    after = replace(
        after,
        phones=with_two(person.phones, changes.phone, changes.mobile),
        active=person.active if changes.active is None else changes.active,
    )
    return after if changes.roles is None else with_roles(after, changes.roles)


def _with_login(person: Person, suffix: Callable[[], str]) -> Person:
    return replace(person, login=person.login or person.email or f"{AUTOMATIC_LOGIN}{suffix()}")


def _named(person: Person) -> Person:
    """Return the person. Raises NothingToTellApart."""
    login = "" if person.login.startswith(AUTOMATIC_LOGIN) else person.login
    if not (person.name or person.phones or person.email or login):
        raise NothingToTellApart
    return person


def with_roles(person: Person, roles: frozenset[str]) -> Person:
    """Return the person with these roles, as an agent if that is one of them; the same person if they are so.

    Permissions that are part of no role stay.
    """
    if roles == roles_of(person.permissions):
        return person
    kept = person.permissions - ROLES - {TICKETS}
    return replace(person, permissions=kept | roles, agent=AGENT in roles)
