"""Sets up a desk from declarations of its people, groups, categories and tokens. Repeating it changes nothing."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES, Category, Group
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.state import initial_states
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.tokens import Token, digest, new_text
from polydesk.storage.transaction import ABSENT, PutItem, TransactionItem

DEADLINE_SECONDS = 20.0
"""Time for retries on write conflicts, for one run."""


@dataclass(frozen=True, slots=True)
class PersonDeclaration:
    """A declared person, identified by e-mail address."""

    email: str
    name: str
    login: str
    agent: bool
    permissions: frozenset[str]
    phones: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class CategoryDeclaration:
    """A declared category, identified by its key."""

    key: str
    name_en: str
    name_ru: str
    description: str


@dataclass(frozen=True, slots=True)
class TokenDeclaration:
    """A declared token, identified by its name. Without a person it is an API key for the whole desk."""

    name: str
    person: str | None
    permissions: frozenset[str]
    expires_at: datetime | None
    rotate: bool
    revoked: bool


class SetUp:
    """Creates and changes what is declared. It leaves everything else as it is."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Use `now` as the time of all changes."""
        self._resources = resources
        self._now = now
        self._deadline = Deadline(DEADLINE_SECONDS)

    def begin(self) -> None:
        """Give a new desk its states, its priorities and the system person."""
        system = Person(
            SYSTEM_PERSON_ID,
            "System",
            "",
            "-",
            False,
            frozenset(),
            active=False,
            created_at=self._now,
            updated_at=self._now,
        )
        counter = {"type": "counter", "version": 1, "n": SYSTEM_PERSON_ID}
        first: list[TransactionItem] = [
            PutItem(keys.counter("person"), counter, ABSENT, VersionMismatch()),
            *self._resources.people.put_items(system),
            *self._resources.state_rows.initial_items(initial_states(self._now, SYSTEM_PERSON_ID)),
            *map(self._resources.catalogs.put_item, PRIORITIES),
        ]
        with suppress(VersionMismatch):  # done by an earlier run
            self._resources.table.commit(first, self._deadline)

    def people(self, declarations: Iterable[PersonDeclaration]) -> list[dict[str, Any]]:
        """Add or change people; return the id, e-mail address, name and role of each."""
        return [
            {"id": person.id, "email": person.email, "name": person.name, "agent": person.agent}
            for person in map(self._save_person, declarations)
        ]

    def _save_person(self, declared: PersonDeclaration) -> Person:
        before = self._find_person(declared.email)
        after = Person(
            id=before.id if before else self._resources.people.next_id(),
            name=declared.name,
            email=declared.email,
            login=declared.login,
            agent=declared.agent,
            permissions=declared.permissions,
            active=declared.active,
            created_at=before.created_at if before else self._now,
            updated_at=before.updated_at if before else self._now,
            phones=declared.phones,
            version=before.version if before else 1,
        )
        if before == after:
            return after
        if before:
            return self._resources.people.save(before, replace(after, updated_at=self._now), self._deadline)
        self._resources.table.commit(self._resources.people.put_items(after), self._deadline)
        return after

    def _find_person(self, email: str) -> Person | None:
        """Return the person with this e-mail address; a login of the same text does not count."""
        person = self._resources.people.find(email)
        return person if person and person.email.casefold() == email.casefold() else None

    def groups(self, names: Iterable[str]) -> list[dict[str, Any]]:
        """Add groups; return the id and name of every group of the desk."""
        known = {group.name: group for group in self._resources.catalogs.load().groups.values()}
        for name in names:
            if name not in known:
                known[name] = Group(self._resources.table.count_up(keys.counter("group")), name)
                self._resources.catalogs.save(known[name])
        return [{"id": group.id, "name": group.name} for group in known.values()]

    def categories(self, declarations: Sequence[CategoryDeclaration]) -> list[dict[str, Any]]:
        """Add or change categories; return the id and key of every category of the desk.

        A desk without any gets the general one.
        """
        known = {category.key: category for category in self._resources.catalogs.load().categories.values()}
        if not known and not declarations:
            declarations = [CategoryDeclaration(GENERAL.key, GENERAL.name_en, GENERAL.name_ru, GENERAL.description)]
        for declared in declarations:
            before = known.get(declared.key)
            category_id = before.id if before else self._resources.table.count_up(keys.counter("category"))
            after = Category(category_id, declared.key, declared.name_en, declared.name_ru, declared.description)
            if after != before:
                known[declared.key] = after
                self._resources.catalogs.save(after)
        self._resources.forget_catalog()
        return [{"id": category.id, "key": category.key} for category in known.values()]

    def tokens(self, declarations: Iterable[TokenDeclaration]) -> list[dict[str, Any]]:
        """Issue, change, rotate or revoke tokens. Only the call that issues a token returns its text.

        Raises InvalidValue for a token of an unknown person.
        """
        return [self._save_token(declared) for declared in declarations]

    def _save_token(self, declared: TokenDeclaration) -> dict[str, Any]:
        before = self._resources.tokens.by_name(declared.name)
        if declared.revoked:
            if before:
                self._resources.tokens.revoke(before, self._deadline)
            return {"name": declared.name, "token": None, "revoked": True}
        text = None if before and not declared.rotate else _new_text(declared)
        person_id = self._person_id(declared.person) if declared.person else None
        old_digest = before.digest if before else ""
        new_digest = digest(text) if text else old_digest
        after = Token(declared.name, new_digest, person_id, declared.permissions, declared.expires_at)
        if after != before:
            self._resources.tokens.replace(before, after, self._deadline)
        return {"name": declared.name, "person_id": person_id, **_credentials(declared, text)}

    def _person_id(self, email: str) -> int:
        person = self._find_person(email)
        if person is None:
            raise InvalidValue("tokens.person", f"There is no person {email}.")
        return person.id


def _new_text(declared: TokenDeclaration) -> str:
    """Return a new token's text; an API key for the whole desk has two parts, joined by a colon."""
    return new_text() if declared.person else f"{new_text()}:{new_text()}"


def _credentials(declared: TokenDeclaration, text: str | None) -> dict[str, Any]:
    """Return the fields of the answer that hold the token's text; None in each when it was not issued now."""
    if declared.person:
        return {"token": text}
    api_key, _, auth_code = (text or "").partition(":")
    return {"api_key": api_key or None, "auth_code": auth_code or None}
