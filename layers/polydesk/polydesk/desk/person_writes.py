"""How a use case writes a person: once per idempotency key, within the quota, and again after a write conflict."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

from polydesk.desk.context import RequestContext
from polydesk.desk.resources import Resources
from polydesk.domain.errors import WriteConflict
from polydesk.domain.person import Person, Principal
from polydesk.domain.person_terms import changed_terms, person_terms
from polydesk.storage import rate_limits
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.idempotency import AlreadyProcessed
from polydesk.storage.people import next_version, person_item, person_of
from polydesk.storage.transaction import PutItem, TransactionItem, UpdateItem

TERMS_AT_ONCE = 30
"""Changed terms up to which a written person counts once; each is a write of the index of people. Few change more."""

Items = Callable[[], Sequence[TransactionItem]]


class PersonWriter:
    """Writes people for one request. What writes nothing of a person counts against no limit."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Write within the context of one request."""
        self._resources = resources
        self._context = context

    def create(self, person: Person, by: Principal) -> Person:
        """Write a new person. Raises NameTaken, QuotaExceeded and Contention."""
        return self._commit(None, person, by, partial(self._resources.people.put_items, person))

    def keep(self, person: Person, by: Principal) -> Person:
        """Record that a request changes nothing of a person. Raises Contention."""
        return self._commit(person, person, by, list)

    def change(self, before: Person, after: Person, by: Principal, also: Sequence[TransactionItem] = ()) -> Person:
        """Write a changed person as the next version, with further items. Raises NameTaken and what these raise."""
        after = next_version(before, after)
        return self._commit(before, after, by, lambda: [*self._resources.people.save_items(before, after), *also])

    def remove(self, person: Person, by: Principal) -> None:
        """Remove a person. Raises QuotaExceeded and Contention."""
        batch = [*self._quota(by, _cost(person, None)), *self._resources.people.remove_items(person)]
        try:
            self._resources.table.commit(batch, self._context.deadline)
        except VersionMismatch:
            raise Contention(WriteConflict()) from None

    def _commit(self, before: Person | None, after: Person, by: Principal, items: Items) -> Person:
        """Write a person, and the record of the request; return it as the request has left it."""
        record, written = self._record(after), items()
        quota = self._quota(by, _cost(before, after)) if written else []
        try:
            if batch := [*record, *quota, *written]:
                self._resources.table.commit(batch, self._context.deadline)
        except AlreadyProcessed:
            return self._overtaken()
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        return after

    def _record(self, after: Person) -> list[PutItem]:
        key, now = self._context.idempotency_key, self._context.now
        if key is None:
            return []
        return self._resources.idempotency.record(key, now, version=after.version, person=person_item(after))

    def _quota(self, by: Principal, cost: int) -> list[UpdateItem]:
        """Return the write that counts a person who is written. The limit is that of new tickets, counted apart."""
        limit = self._resources.config.tickets_per_minute
        return [rate_limits.count("contacts", by.token_id, limit, self._context.now, cost)] if limit else []

    def _overtaken(self) -> Person:
        """Return the person as the repetition left it that took effect meanwhile; try again if its record is gone."""
        key = self._context.idempotency_key
        record = self._resources.idempotency.lookup(key, self._context.now) if key else None
        if record is None:
            raise Contention(WriteConflict())
        return person_of(record["person"])


def _cost(before: Person | None, after: Person | None) -> int:
    """Return as how many people a write counts: one for each 30 terms that change, at least one."""
    terms = changed_terms(*(person_terms(one) if one else {} for one in (before, after)))
    return max(1, ceil(len(terms) / TERMS_AT_ONCE))
