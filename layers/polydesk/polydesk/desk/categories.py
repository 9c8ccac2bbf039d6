"""Use cases of categories. Each write owns its transaction, and reads the table rather than memory."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from polydesk.desk.context import RequestContext
from polydesk.desk.resources import Resources
from polydesk.domain import category_changes
from polydesk.domain.catalog import Catalog, Category
from polydesk.domain.category_changes import CategoryChange
from polydesk.domain.errors import BeingPrepared, CategoryInUse, CategoryNotFound, WriteConflict
from polydesk.domain.facts import Fact, FactKind
from polydesk.storage import keys
from polydesk.storage.catalogs import category_item, category_of
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.retry import retry
from polydesk.storage.transaction import ABSENT, PutItem, TransactionItem, same

MAX_COMPARED = 100
"""Tickets that the index finds in a category and that are read, to see whether they are in it still."""


class CategoryDesk:
    """Categories within one request.

    Functions that only read tickets use the categories that the process has cached, for a minute at most.
    """

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self._context = context

    def all(self) -> Sequence[Category]:
        """Return the categories as they are in the table now, by id."""
        return sorted(self._fresh().categories.values(), key=lambda one: one.id)

    def get(self, category_id: int) -> Category:
        """Return the category as it is in the table now. Raises CategoryNotFound, also for a deleted one."""
        return _existing(self._fresh(), category_id)

    def recalled(self, record: Mapping[str, Any]) -> Category:
        """Return the category as a recorded request left it."""
        return category_of(record["category"])

    def create(self, name: str, description: str) -> Category:
        """Create a category. Raises NameTaken, KeyReused and WriteConflict."""
        new_id: list[int] = []

        def attempt() -> Category:
            stamp, catalog = self._read()
            key, now = self._context.idempotency_key, self._context.now
            # Looked up after the categories were read, so that a repetition does not find its own name taken.
            if key and (earlier := self._resources.idempotency.lookup(key, now)):
                return self.recalled(earlier)
            category_changes.require_free(catalog, name, None)
            new_id[:] = new_id or [self._resources.table.count_up(keys.counter("category"))]
            after = category_changes.created(catalog, new_id[0], name, description)
            record = self._resources.idempotency.record(key, now, category=category_item(after)) if key else []
            return self._commit(stamp, None, after, record)

        return retry(attempt, self._context.deadline)

    def change(self, category_id: int, change: CategoryChange) -> Category:
        """Change a category. Raises CategoryNotFound, NameTaken, OutdatedVersion and WriteConflict."""

        def step(catalog: Catalog, before: Category) -> Category:
            return category_changes.changed(catalog, before, change)

        return self._stepped(category_id, step)

    def delete(self, category_id: int) -> Category:
        """Delete a category that no ticket has, as far as the index of facts knows, which is seconds behind.

        A ticket that gets the category meanwhile, or from a function that still has it cached, keeps it.
        Raises CategoryNotFound, CategoryInUse, OutdatedVersion, WriteConflict, and BeingPrepared while the index is not
        complete.
        """

        def step(catalog: Catalog, before: Category) -> Category:
            after = category_changes.deleted(catalog, before)
            self._require_unused(category_id)
            return after

        return self._stepped(category_id, step)

    def _stepped(self, category_id: int, step: Callable[[Catalog, Category], Category]) -> Category:
        def attempt() -> Category:
            stamp, catalog = self._read()
            before = _existing(catalog, category_id)
            self._context.require_version(before.version)
            after = step(catalog, before)
            return before if after is before else self._commit(stamp, before, after)

        return retry(attempt, self._context.deadline)

    def _require_unused(self, category_id: int) -> None:
        """Require that no ticket has the category, hidden ones included."""
        if not self._resources.is_migrated(FACTS_STEP):
            raise BeingPrepared
        found = self._resources.fact_index.tickets_with(Fact(FactKind.CATEGORY, category_id))
        if len(found) > MAX_COMPARED or self._any_in(category_id, list(found.ascending())):
            raise CategoryInUse

    def _any_in(self, category_id: int, numbers: Collection[int]) -> bool:
        tickets, damaged = self._resources.tickets.current(numbers)
        return bool(damaged) or any(ticket.category_id == category_id for ticket in tickets.values())

    def _fresh(self) -> Catalog:
        return self._resources.fresh_catalog()

    def _read(self) -> tuple[int | None, Catalog]:
        """Return the version of the registry, None before the first change, and the catalog, read after it."""
        registry = self._resources.table.get(keys.category_registry())
        return registry["version"] if registry else None, self._fresh()

    def _commit(
        self, stamp: int | None, before: Category | None, after: Category, also: Sequence[TransactionItem] = ()
    ) -> Category:
        """Write a category, unless any category was changed through an API since `stamp` was read."""
        registry = {"type": "category registry", "version": (stamp or 0) + 1}
        unchanged = ABSENT if before is None else same(version=before.version)
        batch = [
            *also,
            PutItem(keys.category_registry(), registry, same(version=stamp), VersionMismatch()),
            PutItem(keys.category(after.id), category_item(after), unchanged, VersionMismatch()),
        ]
        try:
            self._resources.table.commit(batch, self._context.deadline)
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        self._fresh()
        return after


def _existing(catalog: Catalog, category_id: int) -> Category:
    """Return a category that is not deleted. Raises CategoryNotFound."""
    try:
        return catalog.categories[category_id]
    except KeyError:
        raise CategoryNotFound(category_id) from None
