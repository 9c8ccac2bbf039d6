"""Contacts: customers whose name, address, telephone numbers and login staff keep up to date.

| Change | What becomes of the contact |
|---|---|
| name | replaced |
| address | replaced, with the login where that was the address; empty removes both, if a telephone number is left |
| telephone number with an id | the entry with this id gets another number or type |
| telephone number without an id | is added; an entry with the same digits gets the type instead, if one is given |
| login enabled or not | the contact has the permission `ticket.customer`, or has it not |
"""

from dataclasses import dataclass, replace
from datetime import datetime

from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import CUSTOMER, Person
from polydesk.domain.person_key import person_key
from polydesk.domain.person_kind import is_customer, kind_of
from polydesk.domain.phones import OTHER, Phones, PhoneType

UNREACHABLE = "A contact needs an e-mail address or a telephone number."


@dataclass(frozen=True, slots=True)
class PhoneChange:
    """A telephone number to add or, with an id, to change. A primary one becomes the first."""

    number: str | None = None
    id: int | None = None
    type: PhoneType | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True)
class ContactChanges:
    """What to change of a contact; None leaves it as it is. An empty `email` removes the address."""

    name: str | None = None
    email: str | None = None
    phones: tuple[PhoneChange, ...] = ()
    login_enabled: bool | None = None


def is_listed_customer(person: Person) -> bool:
    """Return whether the person is in the lists of customers."""
    kind = kind_of(person)
    return kind is not None and is_customer(kind)


def has_address(person: Person, email: str) -> bool:
    """Return whether the person's e-mail address is this one, in any spelling."""
    return bool(person.email) and person_key(person.email) == person_key(email)


def new_customer(person_id: int, changes: ContactChanges, now: datetime) -> Person:
    """Return a new contact. Raises InvalidValue."""
    bare = Person(person_id, "", "", "", False, frozenset({CUSTOMER}), True, now, now)
    return _reachable(_changed(bare, changes))


def changed_customer(customer: Person, changes: ContactChanges, now: datetime) -> Person:
    """Return the contact after the changes, the very same one if nothing differs. Raises InvalidValue."""
    after = _changed(customer, changes)
    return customer if after == customer else replace(_reachable(after), updated_at=now)


def _changed(customer: Person, changes: ContactChanges) -> Person:
    named = customer if changes.name is None else customer.renamed(changes.name)
    return replace(
        named if changes.email is None else named.with_email(changes.email),
        permissions=_permissions(customer.permissions, enabled=changes.login_enabled),
        phones=_phones(customer.phones, changes.phones),
    )


def _reachable(customer: Person) -> Person:
    if not (customer.email or customer.phones):
        raise InvalidValue("email", UNREACHABLE)
    return customer


def _permissions(held: frozenset[str], *, enabled: bool | None) -> frozenset[str]:
    if enabled is None:
        return held
    return held | {CUSTOMER} if enabled else held - {CUSTOMER}


def _phones(phones: Phones, changes: tuple[PhoneChange, ...]) -> Phones:
    if sum(change.primary for change in changes) > 1:
        raise InvalidValue("phones", "Only one telephone number can be the primary one.")
    for change in changes:
        phones, phone_id = _phone_changed(phones, change) if change.id else _phone_added(phones, change)
        if change.primary:
            phones = phones.with_primary(phone_id)
    return phones


def _phone_changed(phones: Phones, change: PhoneChange) -> tuple[Phones, int]:
    """Return the numbers with one of them changed, and its id."""
    phone_id = change.id or 0
    same = phones.find(change.number) if change.number else None
    if same and same.id != phone_id and phone_id in {one.id for one in phones}:
        raise InvalidValue("phones", f"The telephone number with the id {same.id} has the same digits.")
    return phones.changed(phone_id, number=change.number, type_=change.type), phone_id


def _phone_added(phones: Phones, change: PhoneChange) -> tuple[Phones, int]:
    """Return the numbers with one more, or with another type of the one that is there, and its id."""
    number = change.number or ""
    if known := phones.find(number):
        return phones.changed(known.id, type_=change.type), known.id
    phones = phones.added(number, change.type or OTHER)
    return phones, phones.last_id
