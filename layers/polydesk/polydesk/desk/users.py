"""Use cases of people of every kind, as administrators keep them, and agents their customers.

Each write owns its transaction. What is special to contacts is in `desk/contacts.py`.
"""

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from polydesk.desk.context import RequestContext
from polydesk.desk.person_writes import PersonWriter
from polydesk.desk.resources import Resources
from polydesk.domain.errors import (
    AddressTaken,
    Forbidden,
    InvalidValue,
    NameTaken,
    PersonNotFound,
    UnknownToken,
    WriteConflict,
)
from polydesk.domain.person import (
    ADMIN,
    ADMIN_USERS,
    AGENT,
    CUSTOMER,
    SYSTEM_PERSON_ID,
    PeoplePage,
    Person,
    Principal,
    grants,
)
from polydesk.domain.person_changes import PersonChanges, changed_person, new_person
from polydesk.domain.person_kind import PersonKind, anybody
from polydesk.storage import keys
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.people import KEYS_STEP, READ_AT_ONCE
from polydesk.storage.retry import retry
from polydesk.storage.transaction import ConditionCheck, TransactionItem, same

if TYPE_CHECKING:
    from polydesk.storage.person_rosters import Roster

NO_ID = 0
"""The id of somebody new until it is drawn."""

OWN_RIGHTS = "Another administrator has to take these rights away."
LAST_ADMIN = "There has to be another active administrator first."


class UserDesk:
    """People within one request."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self._context = context
        self._writer = PersonWriter(resources, context)

    def one(self, person_id: int, by: Principal) -> Person:
        """Return a person, of whom others than staff see only themselves.

        Raises PersonNotFound, Forbidden, and UnknownToken when the callers themselves have just been removed.
        """
        if person_id == by.person_id:
            return self._caller(by)
        if not sees_everybody(by):
            raise Forbidden(ADMIN_USERS)
        return self._resources.people.get(person_id)

    def page(self, offset: int, limit: int, by: Principal, *, ascending: bool = True) -> PeoplePage:
        """Return a page of the people by id, the system with the lowest one; of others than staff only the caller.

        A page is short only when it is the last one. Raises BeingPrepared for staff, and UnknownToken as `one`.
        """
        if not sees_everybody(by):
            return PeoplePage([self._caller(by)][offset : offset + limit], 1)
        roster = self._resources.people_index.roster()
        total = roster.count(anybody) + 1
        found: list[Person] = []
        while len(found) < limit and offset < total:
            missing = limit - len(found)
            ids = _page(roster, total, offset, missing, ascending=ascending)
            found += self._resources.people.in_order(ids)
            offset += missing
        return PeoplePage(found, total)

    def changeable(self, person_id: int, by: Principal) -> Person:
        """Return a person whom the caller may change. Raises PersonNotFound and Forbidden."""
        person = self._resources.people.get(person_id)
        if person.id == SYSTEM_PERSON_ID or not (manages_everybody(by) or person.is_plain_customer):
            raise Forbidden(ADMIN_USERS)
        return person

    def create(self, changes: PersonChanges, by: Principal) -> Person:
        """Create a person; one that an agent creates is a customer.

        Raises QuotaExceeded, WriteConflict, AddressTaken, NameTaken for a login, and InvalidValue.
        """
        blank = new_person(NO_ID, _allowed(changes, by), frozenset({CUSTOMER}), self._context.now, _suffix)
        new_id: list[int] = []

        def attempt() -> Person:
            self._require_free(None, blank)
            new_id[:] = new_id or [self._resources.people.next_id()]
            try:
                return self._writer.create(replace(blank, id=new_id[0]), by)
            except NameTaken:
                raise Contention(WriteConflict()) from None

        return retry(attempt, self._context.deadline)

    def change(self, person: Person, changes: PersonChanges, by: Principal) -> Person:
        """Change a person who has just been read; an agent may change customers only.

        Raises PersonNotFound, Forbidden, OutdatedVersion, QuotaExceeded, WriteConflict, AddressTaken, NameTaken for a
        login, and InvalidValue, also for the rights of the caller and of the last active administrator.
        """
        known = [person]

        def attempt() -> Person:
            before = known.pop() if known else self.changeable(person.id, by)
            self._context.require_version(before.version)
            after = changed_person(before, _allowed(changes, by), self._context.now, _suffix)
            if after is before:
                return self._writer.keep(before, by)
            checks = self._administrator_left(before, after, by)
            self._require_free(before, after)
            try:
                return self._writer.change(before, after, by, checks)
            except NameTaken:
                raise Contention(WriteConflict()) from None

        return retry(attempt, self._context.deadline)

    def remove(self, person_id: int, by: Principal) -> None:
        """Remove a customer without tickets.

        Raises PersonNotFound, PersonInUse, OutdatedVersion, QuotaExceeded, WriteConflict and RemovalBeingPrepared.
        """
        from polydesk.desk.person_removal import PersonRemoval  # few people are removed

        removal = PersonRemoval(self._resources, self._writer, self._context.deadline)

        def attempt() -> None:
            person = self._resources.people.get(person_id)
            self._context.require_version(person.version)
            removal.remove(person, by)

        retry(attempt, self._context.deadline)

    def _caller(self, by: Principal) -> Person:
        """Return the caller as a person. Raises UnknownToken for one who is removed, whose token is still cached."""
        try:
            return self._resources.people.get(by.person_id)
        except PersonNotFound:
            raise UnknownToken from None

    def _administrator_left(self, before: Person, after: Person, by: Principal) -> list[TransactionItem]:
        """Return the checks that another active administrator stays. Raises InvalidValue when there is none."""
        if not _is_active_admin(before) or _is_active_admin(after):
            return []
        field = "active" if before.active and not after.active else "roles"
        if before.id == by.person_id:
            raise InvalidValue(field, OWN_RIGHTS)
        ids = self._resources.people_index.roster().page(_active_admins, 0, READ_AT_ONCE)
        others = [one for one in self._resources.people.in_order(ids) if one.id != before.id and _is_active_admin(one)]
        if not others:
            raise InvalidValue(field, LAST_ADMIN)
        own = [one for one in others if one.id == by.person_id]
        kept = (own or others)[0]
        return [ConditionCheck(keys.person(kept.id), same(version=kept.version), VersionMismatch())]

    def _require_free(self, before: Person | None, after: Person) -> None:
        """Require that nobody else has a new address or login. Raises AddressTaken, and NameTaken for a login."""
        names = {"email": after.email, "login": after.login if after.login != after.email else ""}
        for field, name in names.items():
            if not name or (before and name in {before.email, before.login}):
                continue
            other = self._resources.people.find(name)
            if other and (before is None or other.id != before.id):
                raise AddressTaken(name) if field == "email" else NameTaken(field)
            if other is None and not self._resources.is_migrated(KEYS_STEP):
                self._resources.name_pointers.free(name, self._context.deadline)


def sees_everybody(by: Principal) -> bool:
    """Return whether the caller sees other people."""
    return by.has_permission(AGENT, ADMIN_USERS)


def manages_everybody(by: Principal) -> bool:
    """Return whether the caller may change others than customers, and give roles."""
    return by.has_permission(ADMIN_USERS)


def _allowed(changes: PersonChanges, by: Principal) -> PersonChanges:
    """Return the changes without roles for a caller who may not give any."""
    return changes if manages_everybody(by) else replace(changes, roles=None)


def _page(roster: "Roster", total: int, offset: int, limit: int, *, ascending: bool) -> list[int]:
    """Return ids of a page of everybody; the system is before all others, or after them."""
    place = 0 if ascending else total - 1
    own = offset <= place < offset + limit
    before = place < offset
    ids = roster.page(anybody, offset - before, limit - own, ascending=ascending)
    if not own:
        return ids
    return [SYSTEM_PERSON_ID, *ids] if ascending else [*ids, SYSTEM_PERSON_ID]


def _is_active_admin(person: Person) -> bool:
    return person.active and grants(person.permissions, ADMIN)


def _active_admins(kind: PersonKind) -> bool:
    return kind.active and kind.admin


def _suffix() -> str:
    return str(uuid4())
