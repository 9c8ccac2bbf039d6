"""Removes people to whom nothing refers: customers without tickets, who have never been more than customers.

Such a person has written nowhere but in tickets of their own, which exist no more. To keep a ticket that is opened
meanwhile from losing its customer, a removal takes three steps:

1. The person's own sets are closed. Opening a ticket requires, in its transaction, that the set of its number is open.
2. The person's own tickets are read again. Nothing can come after that.
3. Without any, the person is removed, if still unchanged; otherwise the sets are opened again.

Somebody who opens a ticket for a person whose sets are closed opens them, which changes the person, and the removal
begins anew. So does the next removal after one that was interrupted.
"""

from polydesk.desk.person_writes import PersonWriter
from polydesk.desk.resources import Resources
from polydesk.domain.errors import PersonInUse, RemovalBeingPrepared, WriteConflict
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.person import Person, Principal
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.own_set_closing import OwnSetClosing
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_places import SETS_STEP

_REFERENCES = (FactKind.PERSON, FactKind.CREATOR, FactKind.STARRED_BY)
"""What the index of facts knows of former staff from before they were remembered as such."""


class PersonRemoval:
    """Removes people for one request."""

    def __init__(self, resources: Resources, writer: PersonWriter, deadline: Deadline) -> None:
        """Write with this writer, until the deadline."""
        self._resources = resources
        self._writer = writer
        self._sets = OwnSetClosing(resources.table, deadline)

    def remove(self, person: Person, by: Principal) -> None:
        """Remove a person. Raises PersonInUse, QuotaExceeded and Contention.

        Raises RemovalBeingPrepared until every ticket is in its customer's own set.
        """
        if not person.is_plain_customer or person.was_staff or self._has_tickets(person) or self._is_named(person):
            raise PersonInUse
        if not self._resources.is_migrated(SETS_STEP):
            raise RemovalBeingPrepared
        try:
            leaving = self._sets.close(person, self._resources.tickets.last_number())
            if self._has_tickets(person):
                self._sets.open(leaving)
                raise PersonInUse
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        self._writer.remove(leaving, by)

    def _has_tickets(self, person: Person) -> bool:
        return any(self._resources.own_sets.counts(person.id).values())

    def _is_named(self, person: Person) -> bool:
        facts = (Fact(kind, person.id) for kind in _REFERENCES)
        return any(self._resources.fact_index.tickets_with(fact) for fact in facts)
