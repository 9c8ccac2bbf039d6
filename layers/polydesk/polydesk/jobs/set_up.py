"""Sets up a desk from a document of its people, groups, categories, labels and tokens. Repeating it changes nothing.

The whole document is compared with the desk before anything is written, so a document that is refused changes nothing.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES, Category
from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.person_key import person_key
from polydesk.domain.state import initial_states
from polydesk.jobs.migrations.registry import STEPS
from polydesk.jobs.set_up_changes import category_after, label_after, person_after, token_after
from polydesk.jobs.set_up_document import (
    CategoryDeclaration,
    Document,
    InvalidDocument,
    LabelDeclaration,
    PersonDeclaration,
    TokenDeclaration,
    check_new_token_name,
)
from polydesk.jobs.set_up_groups import GroupSetUp
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.tokens import Token, digest, new_text
from polydesk.storage.transaction import ABSENT, PutItem, TransactionItem

DEADLINE_SECONDS = 20.0
"""Time for retries on write conflicts, for one run."""


@dataclass(frozen=True, slots=True)
class Change[T]:
    """What is there now, if anything, and what the document makes of it."""

    before: T | None
    after: T


@dataclass(frozen=True, slots=True)
class TokenChange:
    """A change of a token. `person` is the e-mail address that the entry names; without `after` it is revoked."""

    name: str
    before: Token | None
    after: Token | None
    person: str | None
    issues_text: bool


class SetUp:
    """Creates and changes what is declared. It leaves everything else as it is."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Use `now` as the time of all changes."""
        self._resources = resources
        self._now = now
        self._deadline = Deadline(DEADLINE_SECONDS)
        self._declared_people: dict[str, Person] = {}

    def apply(self, document: Document) -> dict[str, Any]:
        """Make the desk what the document declares; return the ids and the new tokens.

        Raises InvalidDocument, and has changed nothing then.
        """
        people = self._plan_people(document.get("people", []))
        groups = GroupSetUp(self._resources, self._declared_or_known)
        groups.check(document.get("groups", []))
        categories = self._plan_categories(document.get("categories", []))
        tokens = [
            self._plan_token(declared, f"tokens[{index}]") for index, declared in enumerate(document.get("tokens", []))
        ]
        self.begin()
        return {
            "people": [self._save_person(change) for change in people],
            "groups": groups.save(document.get("groups", [])),
            "categories": self._save_categories(categories),
            "labels": self._save_labels(document.get("labels", [])),
            "tokens": [self._save_token(change) for change in tokens],
        }

    def begin(self) -> None:
        """Give a new desk its states, its priorities and the system person; it needs no step of the migrations."""
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
            *self._resources.migrations.initial_items((step.number for step in STEPS), self._now),
        ]
        with suppress(VersionMismatch):  # done by an earlier run
            self._resources.table.commit(first, self._deadline)

    def _plan_people(self, declarations: Sequence[PersonDeclaration]) -> list[Change[Person]]:
        changes = []
        free: set[str] = set()
        taken: set[str] = set()
        for index, declared in enumerate(declarations):
            before = self._find_person(declared["email"])
            after = person_after(before, declared, f"people[{index}]", self._now)
            old, new = _names(before) if before else {}, _names(after)
            for name in new.keys() - old.keys():
                if name in taken or (name not in free and self._resources.people.find(name)):
                    raise InvalidDocument((f"people[{index}].{new[name]}", "Somebody else has this name. Send another"))
            free = (free | (old.keys() - new.keys())) - new.keys()
            taken = (taken - (old.keys() - new.keys())) | new.keys()
            self._declared_people[person_key(after.email)] = after
            changes.append(Change(before, after))
        return changes

    def _save_person(self, change: Change[Person]) -> dict[str, Any]:
        """Write a person; return id, e-mail address, name and role."""
        before, after = change.before, change.after
        for name in _names(after).keys() - (_names(before).keys() if before else set()):
            self._resources.name_pointers.free(name, self._deadline)
        if not before:
            after = replace(after, id=self._resources.people.next_id())
            self._resources.table.commit(self._resources.people.put_items(after), self._deadline)
        elif after != before:
            after = self._resources.people.save(before, replace(after, updated_at=self._now), self._deadline)
        self._declared_people[person_key(after.email)] = after
        return {"id": after.id, "email": after.email, "name": after.name, "agent": after.agent}

    def _find_person(self, email: str) -> Person | None:
        """Return the person with this e-mail address; a login of the same text does not count."""
        person = self._resources.people.find(email)
        return person if person and person_key(person.email) == person_key(email) else None

    def _save_labels(self, declarations: Sequence[LabelDeclaration]) -> list[dict[str, Any]]:
        """Add labels, or change known ones; return id, name and color of every label of the desk."""
        rows = self._resources.label_rows
        known = rows.load()
        by_id = dict(known.by_id)
        for declared in declarations:
            before = known.named(declared["name"])
            label = label_after(before, declared)
            if label != before:
                label = label if before else replace(label, id=rows.next_id())
                rows.save(label)
            by_id[label.id] = label
        self._resources.forget_catalog()
        return [{"id": label.id, "name": label.name, "color": label.color} for label in by_id.values()]

    def _plan_categories(self, declarations: Sequence[CategoryDeclaration]) -> list[Change[Category]]:
        """Return every category of the desk and every declared one. A desk without any gets the general one."""
        known = {category.key: category for category in self._resources.catalogs.load().categories.values()}
        if not known and not declarations:
            return [Change(None, GENERAL)]
        changes = {key: Change(category, category) for key, category in known.items()}
        for index, declared in enumerate(declarations):
            before = known.get(declared["key"])
            changes[declared["key"]] = Change(before, category_after(before, declared, f"categories[{index}]"))
        return list(changes.values())

    def _save_categories(self, changes: Sequence[Change[Category]]) -> list[dict[str, Any]]:
        """Write categories; return the id and key of each."""
        categories = [self._save_category(change) for change in changes]
        self._resources.forget_catalog()
        return [{"id": category.id, "key": category.key} for category in categories]

    def _save_category(self, change: Change[Category]) -> Category:
        after = change.after
        if not change.before:
            after = replace(after, id=self._resources.table.count_up(keys.counter("category")))
        elif after != change.before:
            after = replace(after, version=change.before.version + 1)
        if after != change.before:
            self._resources.catalogs.save(after)
        return after

    def _plan_token(self, declared: TokenDeclaration, place: str) -> TokenChange:
        before = self._resources.tokens.by_name(declared["name"])
        rotates, person = declared.get("rotate", False), declared.get("person")
        if declared.get("revoked"):
            if rotates:
                raise InvalidDocument((f"{place}.rotate", "A token is either replaced or revoked. Send one of the two"))
            return TokenChange(declared["name"], before, None, None, issues_text=False)
        if not before:
            check_new_token_name(declared["name"], f"{place}.name")
        owner = self._owner(person, f"{place}.person") if person else None
        if before and "person" not in declared:
            owner = before.person_id
        after = token_after(before, declared, owner, place, self._now)
        return TokenChange(declared["name"], before, after, person, issues_text=rotates or before is None)

    def _declared_or_known(self, email: str) -> Person | None:
        return self._declared_people.get(person_key(email)) or self._find_person(email)

    def _owner(self, email: str, place: str) -> int:
        person = self._declared_or_known(email)
        if person is None:
            raise InvalidDocument((place, f"There is no person {email}. Declare the person too"))
        return person.id

    def _save_token(self, change: TokenChange) -> dict[str, Any]:
        """Issue, change, replace or revoke a token. Only the call that issues it returns its text."""
        before, after = change.before, change.after
        if after is None:
            if before:
                self._resources.tokens.revoke(before, self._deadline)
            return {"name": change.name, "token": None, "revoked": True}
        declared_owner = self._declared_people.get(person_key(change.person or ""))
        if declared_owner:  # it may have got its id only now
            after = replace(after, person_id=declared_owner.id)
        text = _new_text(after) if change.issues_text else None
        if text:
            after = replace(after, digest=digest(text))
        if after != before:
            self._resources.tokens.replace(before, after, self._deadline)
        return {"name": after.name, "person_id": after.person_id, **_credentials(after, text)}


def _names(person: Person) -> dict[str, str]:
    """Return the keys of the names that lead to a person, and the field of each."""
    return {person_key(person.login): "login", person_key(person.email): "email"}


def _new_text(token: Token) -> str:
    """Return a new token's text; an API key for the whole desk has two parts, joined by a colon."""
    return f"{new_text()}:{new_text()}" if token.person_id is None else new_text()


def _credentials(token: Token, text: str | None) -> dict[str, Any]:
    """Return the fields of the answer that hold the token's text; None in each when it was not issued now."""
    if token.person_id is not None:
        return {"token": text}
    api_key, _, auth_code = (text or "").partition(":")
    return {"api_key": api_key or None, "auth_code": auth_code or None}
