"""What callers ask about people, and how a contact joins who is met for the first time."""

from collections.abc import Iterable

from polydesk.desk.context import RequestContext
from polydesk.desk.resources import Resources
from polydesk.domain.person import CUSTOMER, Person
from polydesk.storage.transaction import TransactionItem


class PeopleDesk:
    """People, as one request sees them."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work under the terms of one request."""
        self._resources = resources
        self._context = context

    def by_id(self, ids: Iterable[int]) -> dict[int, Person]:
        """Return the people that exist among the ids, by id."""
        return self._resources.people.get_many(sorted(set(ids)))

    def find(self, email: str) -> Person | None:
        """The person with this e-mail address, or who signs in with it, in any case of letters."""
        return self._resources.people.find(email)

    def newcomer(self, name: str, email: str, phones: tuple[str, ...]) -> tuple[Person, list[TransactionItem]]:
        """A contact who is not there yet, and what adds the contact, for the transaction of what brings it here.

        The operations raise NameTaken when somebody has the e-mail address by then.
        """
        now = self._context.now
        person = Person(
            id=self._resources.people.next_id(),
            name=name,
            email=email,
            login=email,
            agent=False,
            permissions=frozenset({CUSTOMER}),
            active=True,
            created_at=now,
            updated_at=now,
            phones=phones,
        )
        return person, self._resources.people.put_operations(person)
