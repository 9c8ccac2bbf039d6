"""Use cases of contacts: customers as staff keep their data. Each write owns its transaction."""

from dataclasses import replace
from functools import partial

from polydesk.desk.context import RequestContext
from polydesk.desk.own_counts import OwnCounts, TicketCounting
from polydesk.desk.people import PeopleDesk
from polydesk.desk.person_writes import PersonWriter
from polydesk.desk.resources import Resources
from polydesk.domain.contact import ContactChanges, changed_customer, has_address, is_listed_customer, new_customer
from polydesk.domain.errors import ContactNotFound, InvalidValue, NameTaken, PersonNotFound, WriteConflict
from polydesk.domain.person import Person, Principal
from polydesk.storage.errors import Contention
from polydesk.storage.people import KEYS_STEP
from polydesk.storage.retry import retry


class ContactDesk:
    """Contacts within one request. A contact is named by id, or by e-mail address in any spelling."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self._context = context
        self._people = PeopleDesk(resources, context)
        self._counting = TicketCounting(resources)
        self._writer = PersonWriter(resources, context)

    def get(self, reference: int | str) -> Person:
        """Return the contact. Raises ContactNotFound, also for staff and the system."""
        if isinstance(reference, int):
            return _checked(self._existing(reference), reference)
        found = self._resources.people.find(reference)
        return _checked(found if found and has_address(found, reference) else None, reference)

    def counted(self, reference: int | str) -> tuple[Person, OwnCounts]:
        """Return the contact, and how many tickets it has. Raises ContactNotFound."""
        person_id = reference if isinstance(reference, int) else self._resources.people.holder(reference)
        if person_id is not None:
            counts, found = self._counting.beside(person_id, partial(self._existing, person_id))
            if isinstance(reference, int) or (found and has_address(found, reference)):
                return _checked(found, reference), counts
        found = self.get(reference)  # by a pointer that a former release has written
        return found, self._counting.of(found.id)

    def _existing(self, person_id: int) -> Person | None:
        try:
            return self._resources.people.get(person_id)
        except PersonNotFound:
            return None

    def customer(self, email: str) -> Person | None:
        """Return the active contact with this e-mail address, or None. Raises InvalidValue for `email`."""
        person = self._people.customer(email)
        if person and not is_listed_customer(person):
            raise InvalidValue("email", "This e-mail address belongs to a staff member.")
        return person

    def save(self, changes: ContactChanges, known: Person | None, by: Principal) -> Person:
        """Change the contact with the e-mail address of the changes, or create one; without an address always create.

        The address of an existing contact stays as it was written first. `known` is whom the address has just been
        found to belong to. Raises OutdatedVersion, QuotaExceeded, WriteConflict and InvalidValue.
        """
        found = [known]
        new_id: list[int] = []

        def attempt() -> Person:
            customer = found.pop() if found else self._by_now(changes.email)
            if customer:
                return self._change(customer, replace(changes, email=None), by)
            self._context.require_nothing_expected()
            if changes.name is None:  # the contact has lost the address since it was found
                raise InvalidValue("name", "A new contact needs a name.")
            new_id[:] = new_id or [self._resources.people.next_id()]
            created = new_customer(new_id[0], changes, self._context.now)
            try:
                return self._writer.create(created, by)
            except NameTaken:
                raise Contention(WriteConflict()) from None

        return retry(attempt, self._context.deadline)

    def _by_now(self, email: str | None) -> Person | None:
        """Return who has the address after a race. A pointer of a former release that is in the way is moved."""
        if not email:
            return None
        person = self.customer(email)
        if person is None:
            self._resources.name_pointers.free(email, self._context.deadline)
        return person

    def change(self, customer: Person, changes: ContactChanges, by: Principal) -> Person:
        """Change a contact that has just been read.

        Raises ContactNotFound when it has become a member of staff, OutdatedVersion, QuotaExceeded, WriteConflict, and
        InvalidValue for an address of somebody else and for an inactive contact.
        """
        known = [customer]

        def attempt() -> Person:
            current = known.pop() if known else self.get(customer.id)
            if not current.active:
                raise InvalidValue("", "This user is not active.")
            if changes.email and not self._resources.is_migrated(KEYS_STEP):
                self._require_free(changes.email, current)
            return self._change(current, changes, by)

        return retry(attempt, self._context.deadline)

    def _change(self, customer: Person, changes: ContactChanges, by: Principal) -> Person:
        self._context.require_version(customer.version)
        after = changed_customer(customer, changes, self._context.now)
        if after is customer:
            return self._writer.keep(customer, by)
        try:
            return self._writer.change(customer, after, by)
        except NameTaken:
            if after.email:
                self._require_free(after.email, customer)
            raise Contention(WriteConflict()) from None

    def _require_free(self, email: str, customer: Person) -> None:
        """Require that nobody but the contact has the address. Raises InvalidValue."""
        other = self._by_now(email)
        if other and other.id != customer.id:
            raise InvalidValue("email", f"The contact {other.id} has this e-mail address.")


def _checked(person: Person | None, reference: int | str) -> Person:
    """Return the person if it is a contact. Raises ContactNotFound."""
    if person is None or not is_listed_customer(person):
        raise ContactNotFound(reference)
    return person
