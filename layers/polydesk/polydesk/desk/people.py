"""People within one request, and customers who are created on first contact."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from polydesk.desk.context import RequestContext
from polydesk.desk.messages import NewCustomer
from polydesk.desk.resources import Resources
from polydesk.domain.errors import InvalidValue, PersonNotFound
from polydesk.domain.person import ADMIN, CUSTOMER, SYSTEM_PERSON_ID, Person, Principal
from polydesk.domain.person_key import person_key
from polydesk.domain.phones import Phones
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.transaction import TransactionItem


class PeopleDesk:
    """People within one request."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self._context = context

    def by_id(self, ids: Iterable[int]) -> dict[int, Person]:
        """Return those of the people that exist, by id."""
        return self._resources.people.get_many(sorted(set(ids)))

    def begin_of_desk(self) -> datetime:
        """Return when the desk was set up: when the system person came."""
        return self._resources.people.get(SYSTEM_PERSON_ID).created_at

    def one(self, person_id: int) -> Person:
        """Return a person, active or not. Raises PersonNotFound, also for the system person."""
        person = None if person_id == SYSTEM_PERSON_ID else self._resources.people.get(person_id)
        if person is None:
            raise PersonNotFound(person_id)
        return person

    def named(self, name: str) -> Person | None:
        """Return the person with this login or e-mail address, active or not, or None."""
        return self._resources.people.find(name.strip())

    def customer(self, email: str, *, staff_too: bool = False) -> Person | None:
        """Return the customer with this e-mail address; None when there is none yet.

        With `staff_too` it may be an agent, and `email` somebody's login. Raises InvalidValue for `email` when it
        belongs to anybody else, or to an inactive person.
        """
        person = self._resources.people.find(email)
        if person is None:
            return None
        if not staff_too and person_key(person.email) != person_key(email):
            raise InvalidValue("email", "Somebody with another e-mail address signs in with this address.")
        return checked_customer(person, staff_too=staff_too)

    def customer_by_now(self, email: str, *, staff_too: bool = False) -> Person | None:
        """Return the customer with this e-mail address, or login, which was taken a moment ago.

        None when nobody has it any more, or when only a pointer of a former release was in the way; that is moved.
        Raises what `customer` raises.
        """
        person = self.customer(email, staff_too=staff_too)
        if person is None:
            self._resources.name_pointers.free(email, self._context.deadline)
        return person

    def author(self, person_id: int | None, email: str, by: Principal) -> Person:
        """Return the agent with this id, or else e-mail address, in whose name the caller may write.

        Raises Forbidden unless the caller is an administrator or that agent, and InvalidValue for `author` when there
        is no such active agent.
        """
        own = by.person
        if own and (own.id == person_id if person_id else person_key(own.email) == person_key(email)):
            return own
        by.require_permission(ADMIN)
        people = self._resources.people
        person = people.get_many([person_id]).get(person_id) if person_id else people.find(email)
        if person is None or not (person.agent and person.active):
            raise InvalidValue("author", "There is no active agent with this id or e-mail address.")
        return person

    def keep(self, person_id: int) -> bool:
        """Let somebody stay who was being removed; return whether the person still exists."""
        from polydesk.storage.own_set_closing import OwnSetClosing  # few people are removed

        try:
            person = self._resources.people.get(person_id)
        except PersonNotFound:
            return False
        with suppress(VersionMismatch):
            OwnSetClosing(self._resources.table, self._context.deadline).open(person)
        return True

    def new_customer(self, new: NewCustomer) -> tuple[Person, list[TransactionItem]]:
        """Return a new customer, and the writes that create it, for the transaction of the ticket.

        The writes raise NameTaken when somebody else has the e-mail address or the login by then.
        """
        now = self._context.now
        person = Person(
            id=self._resources.people.next_id(),
            name=new.name,
            email=new.email,
            login=new.login or new.email,
            agent=False,
            permissions=frozenset({CUSTOMER}),
            active=True,
            created_at=now,
            updated_at=now,
            phones=Phones.of(new.phones),
            given_name=new.given_name,
        )
        return person, self._resources.people.put_items(person)


def checked_customer(person: Person, *, staff_too: bool = False) -> Person:
    """Return the person if it is a customer, or with `staff_too` an agent, who can write. Raises InvalidValue."""
    if person.agent and not staff_too:
        raise InvalidValue("email", "This e-mail address belongs to a staff member.")
    if not person.active:
        raise InvalidValue("email", "This user is not active.")
    return person
