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

from polydesk.domain.errors import InvalidValue, NothingToTellApart
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, TICKETS, Person, grants
from polydesk.domain.person_key import person_key
from polydesk.domain.phones import OTHER, Phones

ROLES = frozenset({ADMIN, AGENT, CUSTOMER})
"""The permissions that a person can be given as a role."""

AUTOMATIC = "auto-"
"""The beginning of a login that was made for somebody without an address."""


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


def with_email(person: Person, email: str) -> Person:
    """Return the person with another e-mail address, or without one; a login that is the same goes with it."""
    signs_in_with_it = person_key(person.login) == person_key(person.email)
    return replace(person, email=email, login=email if signs_in_with_it else person.login)


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
        after = with_email(after, changes.email)
    if changes.login is not None and person_key(changes.login) != person_key(person.login):
        after = replace(after, login=changes.login)
    after = replace(
        after,
        phones=with_two(person.phones, changes.phone, changes.mobile),
        active=person.active if changes.active is None else changes.active,
    )
    return after if changes.roles is None else with_roles(after, changes.roles)


def _with_login(person: Person, suffix: Callable[[], str]) -> Person:
    return replace(person, login=person.login or person.email or f"{AUTOMATIC}{suffix()}")


def _named(person: Person) -> Person:
    """Return the person. Raises NothingToTellApart."""
    login = "" if person.login.startswith(AUTOMATIC) else person.login
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


def first_two(phones: Phones) -> tuple[str, str]:
    """Return the first and the second number, empty where there is none. A single mobile number is the second."""
    first, second, *_ = (*(one.number for one in phones), "", "")
    return ("", first) if _is_one_mobile(phones) else (first, second)


def with_two(phones: Phones, first: str | None, second: str | None) -> Phones:
    """Return the numbers with another first and second one; None leaves it as it is, an empty text removes it.

    Raises InvalidValue for a first one that is removed while there are more than two.
    """
    before = first_two(phones)
    wanted = before[0] if first is None else first, before[1] if second is None else second
    if wanted == before:
        return phones
    others = [one.number for one in phones][2:]
    if others and not all(wanted):
        field, name = ("phone", "first") if not wanted[0] else ("mobile", "second")
        raise InvalidValue(field, f"The {name} telephone number can only be replaced while there are further ones.")
    after = phones.replaced_by([*filter(None, wanted), *others])
    if len(after) == 1 and first_two(after) != wanted:
        [single] = after
        return after.changed(single.id, type_="mo" if wanted[1] else OTHER)
    return after


def _is_one_mobile(phones: Phones) -> bool:
    return len(phones) == 1 and phones.primary is not None and phones.primary.type == "mo"
