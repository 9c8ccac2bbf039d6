"""Declaring a desk: people, groups, categories and tokens, as often as one likes, with the same result."""

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


@dataclass(frozen=True, slots=True)
class PersonWanted:
    """A person as declared; known by e-mail address."""

    email: str
    name: str
    login: str
    agent: bool
    permissions: frozenset[str]
    phones: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class CategoryWanted:
    """A category as declared; known by its key."""

    key: str
    name_en: str
    name_ru: str
    description: str


@dataclass(frozen=True, slots=True)
class TokenWanted:
    """A token as declared; known by its name. Without a person it is an API key for the whole desk."""

    name: str
    person: str | None
    permissions: frozenset[str]
    expires_at: datetime | None
    rotate: bool
    revoked: bool


class SetUp:
    """Brings a desk to how it is declared. What is not declared stays as it is."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Work at one moment."""
        self._resources = resources
        self._now = now
        self._deadline = Deadline(DEADLINE_SECONDS)

    def begin(self) -> None:
        """Give a new desk its states, its priorities and the person who signs what nobody did."""
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
            *self._resources.people.put_operations(system),
            *self._resources.state_rows.initial_items(initial_states(self._now, SYSTEM_PERSON_ID)),
            *map(self._resources.catalogs.put_operation, PRIORITIES),
        ]
        with suppress(VersionMismatch):  # the desk has begun before
            self._resources.table.commit(first, self._deadline)

    def people(self, wanted: Iterable[PersonWanted]) -> list[dict[str, Any]]:
        """Add or change people; answers id, e-mail address and name of each."""
        return [
            {"id": person.id, "email": person.email, "name": person.name, "agent": person.agent}
            for person in map(self._person, wanted)
        ]

    def _person(self, wanted: PersonWanted) -> Person:
        before = self._known(wanted.email)
        after = Person(
            id=before.id if before else self._resources.people.next_id(),
            name=wanted.name,
            email=wanted.email,
            login=wanted.login,
            agent=wanted.agent,
            permissions=wanted.permissions,
            active=wanted.active,
            created_at=before.created_at if before else self._now,
            updated_at=before.updated_at if before else self._now,
            phones=wanted.phones,
            version=before.version if before else 1,
        )
        if before == after:
            return after
        if before:
            return self._resources.people.save(before, replace(after, updated_at=self._now), self._deadline)
        self._resources.table.commit(self._resources.people.put_operations(after), self._deadline)
        return after

    def _known(self, email: str) -> Person | None:
        """The person with this e-mail address, and not one who only signs in with it."""
        person = self._resources.people.find(email)
        return person if person and person.email.casefold() == email.casefold() else None

    def groups(self, names: Iterable[str]) -> list[dict[str, Any]]:
        """Add groups; answers id and name of each."""
        known = {group.name: group for group in self._resources.catalogs.load().groups.values()}
        for name in names:
            if name not in known:
                known[name] = Group(self._resources.table.count_up(keys.counter("group")), name)
                self._resources.catalogs.save(known[name])
        return [{"id": group.id, "name": group.name} for group in known.values()]

    def categories(self, wanted: Sequence[CategoryWanted]) -> list[dict[str, Any]]:
        """Add or change categories; a desk has at least one. Answers id and key of each."""
        known = {category.key: category for category in self._resources.catalogs.load().categories.values()}
        if not known and not wanted:
            wanted = [CategoryWanted(GENERAL.key, GENERAL.name_en, GENERAL.name_ru, GENERAL.description)]
        for one in wanted:
            before = known.get(one.key)
            number = before.id if before else self._resources.table.count_up(keys.counter("category"))
            after = Category(number, one.key, one.name_en, one.name_ru, one.description)
            if after != before:
                known[one.key] = after
                self._resources.catalogs.save(after)
        self._resources.forget_catalog()
        return [{"id": category.id, "key": category.key} for category in known.values()]

    def tokens(self, wanted: Iterable[TokenWanted]) -> list[dict[str, Any]]:
        """Issue, change, rotate or revoke tokens. The text of a token is answered once: when it is issued."""
        return [self._token(one) for one in wanted]

    def _token(self, wanted: TokenWanted) -> dict[str, Any]:
        before = self._resources.tokens.by_name(wanted.name)
        if wanted.revoked:
            if before:
                self._resources.tokens.revoke(before, self._deadline)
            return {"name": wanted.name, "token": None, "revoked": True}
        text = None if before and not wanted.rotate else _new_secret(wanted)
        person_id = self._holder(wanted.person) if wanted.person else None
        known = before.digest if before else ""
        after = Token(wanted.name, digest(text) if text else known, person_id, wanted.permissions, wanted.expires_at)
        if after != before:
            self._resources.tokens.replace(before, after, self._deadline)
        return {"name": wanted.name, "person_id": person_id, **_shown(wanted, text)}

    def _holder(self, email: str) -> int:
        person = self._known(email)
        if person is None:
            raise InvalidValue("tokens.person", f"There is no person {email}.")
        return person.id


def _new_secret(wanted: TokenWanted) -> str:
    """A token's text; that of a key for the whole desk is the pair of its two parts."""
    return new_text() if wanted.person else f"{new_text()}:{new_text()}"


def _shown(wanted: TokenWanted, text: str | None) -> dict[str, Any]:
    if wanted.person:
        return {"token": text}
    api_key, _, auth_code = (text or "").partition(":")
    return {"api_key": api_key or None, "auth_code": auth_code or None}
