"""People, and the items that lead from their e-mail addresses and logins to them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import batched

from polydesk.domain.errors import NameTaken, PersonNotFound
from polydesk.domain.person import Person
from polydesk.domain.person_key import MAX_LOGIN_LENGTH, person_key
from polydesk.domain.phones import Phones, numbered
from polydesk.storage import keys
from polydesk.storage.codec import Item, read_times
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.table import Table
from polydesk.storage.transaction import (
    ABSENT,
    DeleteItem,
    PutItem,
    TransactionItem,
    same,
)

READ_AT_ONCE = 100

KEYS_STEP = 1
"""The step of the migrations after which every name leads to its person by its `person_key`."""


class People:
    """The people of one desk."""

    def __init__(self, table: Table, is_migrated: Callable[[int], bool] = lambda _: False) -> None:
        """Store them in the table; `is_migrated` tells whether a step of the migrations is complete."""
        self._table = table
        self._is_migrated = is_migrated

    def next_id(self) -> int:
        """Return an id that no other person has."""
        return self._table.count_up(keys.counter("person"))

    def last_id(self) -> int:
        """Return the highest id that has been given out."""
        counter = self._table.get(keys.counter("person"))
        return counter["n"] if counter else 0

    def get(self, person_id: int) -> Person:
        """Return the person. Raises PersonNotFound."""
        item = self._table.get(keys.person(person_id))
        if item is None:
            raise PersonNotFound(person_id)
        return person_of(item)

    def get_many(self, person_ids: Iterable[int]) -> dict[int, Person]:
        """Return the people that exist among the ids, by id."""
        found = self._table.get_existing(keys.person(person_id) for person_id in person_ids)
        return {person.id: person for person in map(person_of, found.values())}

    def in_order(self, ids: Sequence[int]) -> list[Person]:
        """Return those of the people that exist, in the order of the ids; many are read side by side."""
        batches = [partial(self.get_many, some) for some in batched(ids, READ_AT_ONCE, strict=False)]
        people = {number: person for found in side_by_side(batches) for number, person in found.items()}
        return [people[one] for one in ids if one in people]

    def holder(self, name: str) -> int | None:
        """Return the id to which the pointer of a name leads, or None. Whether the person has the name is not known."""
        found = self._table.get(keys.login(person_key(name))) if len(name) <= MAX_LOGIN_LENGTH else None
        return found["person"] if found else None

    def find(self, login: str) -> Person | None:
        """Return the person with this e-mail address or login, or None. They are compared by their `person_key`."""
        if len(login) > MAX_LOGIN_LENGTH:
            return None
        key, former = person_key(login), login.casefold()
        person = self._led_to(key, key)
        if person or former == key or self._is_migrated(KEYS_STEP):
            return person
        return self._led_to(former, key)

    def _led_to(self, stored: str, wanted: str) -> Person | None:
        """Return the person to whom the pointer at this key leads, if the person has the wanted name."""
        found = self._table.get(keys.login(stored))
        item = self._table.get(keys.person(found["person"])) if found else None
        person = person_of(item) if item else None
        return person if person and wanted in name_keys(person) else None

    def put_items(self, person: Person) -> list[TransactionItem]:
        """Return the operations that add a person. They raise NameTaken when the e-mail address or login is taken."""
        return [
            PutItem(keys.person(person.id), person_item(person), ABSENT, NameTaken("id")),
            *(_new_pointer(key, person.id) for key in sorted(name_keys(person))),
        ]

    def save(self, before: Person, after: Person, deadline: Deadline) -> Person:
        """Write a changed person. Raises NameTaken, and VersionMismatch when the person is no longer as in `before`."""
        after = next_version(before, after)
        self._table.commit(self.save_items(before, after), deadline)
        return after

    def remove_items(self, person: Person) -> list[TransactionItem]:
        """Return the operations that remove a person, with the names that lead there. They raise VersionMismatch."""
        names = name_keys(person) | {name.casefold() for name in (person.email, person.login) if name}
        pointers = self._table.get_many(keys.login(key) for key in sorted(names))
        own = [key for key, item in pointers.items() if item["person"] == person.id]
        return [
            DeleteItem(keys.person(person.id), same(version=person.version), VersionMismatch()),
            *(DeleteItem(key, same(person=person.id), VersionMismatch()) for key in own),
        ]

    def save_items(self, before: Person, after: Person) -> list[TransactionItem]:
        """Return the operations that write the `next_version` of a person. They raise what `save` raises."""
        old, new = name_keys(before), name_keys(after)
        pointers = self._table.get_many(keys.login(key) for key in sorted(old - new))
        own = [key for key, item in pointers.items() if item["person"] == before.id]
        return [
            PutItem(keys.person(after.id), person_item(after), same(version=before.version), VersionMismatch()),
            *(_new_pointer(key, after.id) for key in sorted(new - old)),
            *(DeleteItem(key, same(person=before.id), VersionMismatch()) for key in own),
        ]


def next_version(before: Person, after: Person) -> Person:
    """Return a changed person with the version that follows. Who has been staff is remembered as such."""
    was_staff = before.was_staff or not before.is_plain_customer
    return replace(after, version=before.version + 1, was_staff=was_staff)


def name_keys(person: Person) -> set[str]:
    """Return the keys of the names that lead to a person."""
    return {person_key(name) for name in (person.email, person.login) if name}


def pointer(person_id: int) -> Item:
    """Return the item that leads from a name to a person."""
    return {"type": "login", "version": 1, "person": person_id}


def _new_pointer(key: str, person_id: int) -> TransactionItem:
    return PutItem(keys.login(key), pointer(person_id), ABSENT, NameTaken("email"))


def person_item(person: Person) -> Item:
    """Return the item of a person. Without ids and types of telephone numbers, these are counted and of type other.

    An earlier release reads the numbers and the name alone, and drops the rest when it writes the person. So a first
    name that was told apart is the first word of the name again.
    """
    plain = person.phones == Phones.of(one.number for one in person.phones)
    return {
        "type": "person",
        "version": person.version,
        "id": person.id,
        "name": person.name,
        "given_name": person.given_name,
        "email": person.email,
        "login": person.login,
        "agent": person.agent,
        "permissions": sorted(person.permissions),
        "active": person.active,
        "phones": [one.number for one in person.phones],
        "phone_entries": None if plain else [[one.id, one.type] for one in person.phones],
        "last_phone": None if plain else person.phones.last_id,
        "was_staff": person.was_staff or None,
        "created": person.created_at,
        "updated": person.updated_at,
    }


def person_of(item: Item) -> Person:
    """Return the person of an item."""
    times = read_times(item, "created", "updated")
    return Person(
        id=item["id"],
        name=item["name"],
        email=item["email"],
        login=item["login"],
        agent=item["agent"],
        permissions=frozenset(item["permissions"]),
        active=item["active"],
        created_at=times["created"],
        updated_at=times["updated"],
        phones=numbered(item["phones"], item.get("phone_entries"), item.get("last_phone")),
        version=item["version"],
        given_name=item.get("given_name"),
        was_staff=bool(item.get("was_staff")),
    )
