"""The items that lead from e-mail addresses and logins to people, and their repair.

A pointer's key is the name's `person_key`. Releases before used `casefold()`, which gave some names of two people the
same key, and some names of one person two keys. `NamePointers` moves pointers to where they belong, one person at a
time.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from polydesk.domain.errors import WriteConflict
from polydesk.domain.person import Person
from polydesk.domain.person_key import person_key
from polydesk.storage import keys
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.people import People, name_keys, pointer
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, ConditionCheck, DeleteItem, PutItem, TransactionItem, same


def former_keys(person: Person) -> set[str]:
    """Return the keys under which releases before stored the person's names, without those that are right."""
    return {name.casefold() for name in (person.email, person.login) if name} - name_keys(person)


@dataclass(slots=True)
class Settled:
    """What settling a person has done: how many pointers were written or removed, and who keeps a name of both."""

    changed: int = 0
    kept_by: set[int] = field(default_factory=set)
    """Older people with the same name. The name leads to them, not to this person."""


class NamePointers:
    """The pointers of one desk."""

    def __init__(self, table: Table, people: People) -> None:
        """Repair the pointers in the table."""
        self._table = table
        self._people = people

    def unsettled(self, people: Iterable[Person]) -> list[Person]:
        """Return those of the people whose pointers are not as they should be."""
        people = list(people)
        found = self._read(key for person in people for key in name_keys(person) | former_keys(person))
        return [
            person
            for person in people
            if any(found.get(key) != person.id for key in name_keys(person))
            or any(found.get(key) == person.id for key in former_keys(person))
        ]

    def settle(self, person_id: int, deadline: Deadline) -> Settled:
        """Let the person's names lead to the person, and nothing else that they led from.

        A name that an older person has as well leads to the older one. Raises WriteConflict when the items keep
        changing until the deadline.
        """
        return retry(partial(self._try_to_settle, person_id, deadline), deadline)

    def free(self, name: str, deadline: Deadline) -> None:
        """Remove a pointer of this name that leads to a person with another name. Raises what `settle` raises."""
        key = person_key(name)
        holder = self._read([key]).get(key)
        if holder is None or self._has_name(holder, key):
            return
        self.settle(holder, deadline)
        if self._read([key]).get(key) == holder:  # left over from a name that the person had before
            with suppress(VersionMismatch):
                self._table.write(DeleteItem(keys.login(key), same(person=holder), VersionMismatch()))

    def _has_name(self, person_id: int, key: str) -> bool:
        return any(key in name_keys(person) for person in self._people.get_many([person_id]).values())

    def _try_to_settle(self, person_id: int, deadline: Deadline) -> Settled:
        """Settle a person. Raises Contention when something has changed meanwhile."""
        person = self._people.get_many([person_id]).get(person_id)
        settled = Settled()
        if person is None:
            return settled
        writes: list[TransactionItem] = []
        for key in sorted(name_keys(person)):
            older, write = self._claim(key, person, deadline)
            settled.kept_by |= {older} if older else set()
            writes += [write] if write else []
        led = self._read(former_keys(person))
        condition = same(person=person.id)
        writes += [
            DeleteItem(keys.login(key), condition, VersionMismatch()) for key in sorted(led) if led[key] == person.id
        ]
        if writes:
            unchanged = ConditionCheck(keys.person(person.id), same(version=person.version), VersionMismatch())
            try:
                self._table.commit([unchanged, *writes], deadline)
            except VersionMismatch:
                raise Contention(WriteConflict()) from None
        settled.changed = len(writes)
        return settled

    def _claim(self, key: str, person: Person, deadline: Deadline) -> tuple[int | None, PutItem | None]:
        """Return the older person who keeps the name, or the write that lets it lead to this one, if one is needed."""
        holder = self._read([key]).get(key)
        if holder == person.id:
            return None, None
        other = self._people.get_many([holder]).get(holder) if holder is not None else None
        if other and key not in name_keys(other):  # it was put there by another rule, and has a place of its own
            self.settle(other.id, deadline)
            holder = self._read([key]).get(key)
        elif other and other.id < person.id:
            return other.id, None
        condition = ABSENT if holder is None else same(person=holder)
        return None, PutItem(keys.login(key), pointer(person.id), condition, VersionMismatch())

    def _read(self, names: Iterable[str]) -> dict[str, int]:
        """Return to whom the pointers lead, by the keys of the names."""
        by_key = {keys.login(name): name for name in names}
        return {by_key[key]: item["person"] for key, item in self._table.get_many(by_key).items()}
