"""People, and the items that lead from their e-mail addresses and logins to them."""

from collections.abc import Iterable
from dataclasses import replace

from polydesk.domain.errors import NameTaken, PersonNotFound
from polydesk.domain.person import Person
from polydesk.storage import keys
from polydesk.storage.codec import Item, read_times
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, DeleteItem, PutItem, TransactionItem, same


class People:
    """The people of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def next_id(self) -> int:
        """Return an id that no other person has."""
        return self._table.count_up(keys.counter("person"))

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

    def find(self, login: str) -> Person | None:
        """Return the person with this e-mail address or login, or None. Case does not matter."""
        pointer = self._table.get(keys.login(login.casefold()))
        return self.get(pointer["person"]) if pointer else None

    def put_items(self, person: Person) -> list[TransactionItem]:
        """Return the operations that add a person. They raise NameTaken when the e-mail address or login is taken."""
        return [
            PutItem(keys.person(person.id), person_item(person), ABSENT, NameTaken("id")),
            *(_pointer(name, person.id) for name in sorted(_names(person))),
        ]

    def save(self, before: Person, after: Person, deadline: Deadline) -> Person:
        """Write a changed person. Raises NameTaken, and VersionMismatch when the person is no longer as in `before`."""
        after = replace(after, version=before.version + 1)
        old, new = _names(before), _names(after)
        self._table.commit(
            [
                PutItem(keys.person(after.id), person_item(after), same(version=before.version), VersionMismatch()),
                *(_pointer(name, after.id) for name in sorted(new - old)),
                *(DeleteItem(keys.login(name)) for name in sorted(old - new)),
            ],
            deadline,
        )
        return after


def _names(person: Person) -> set[str]:
    """Return the names that lead to a person."""
    return {name.casefold() for name in (person.email, person.login) if name}


def _pointer(folded: str, person_id: int) -> TransactionItem:
    item = {"type": "login", "version": 1, "person": person_id}
    return PutItem(keys.login(folded), item, ABSENT, NameTaken("email"))


def person_item(person: Person) -> Item:
    """Return the item of a person."""
    return {
        "type": "person",
        "version": person.version,
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "login": person.login,
        "agent": person.agent,
        "permissions": sorted(person.permissions),
        "active": person.active,
        "phones": list(person.phones),
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
        phones=tuple(item["phones"]),
        version=item["version"],
    )
