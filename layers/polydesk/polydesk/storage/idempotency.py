"""Results of requests with an Idempotency-Key, kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from polydesk.domain.errors import KeyReused
from polydesk.domain.ticket import Step, Ticket
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import ticket_item, ticket_of
from polydesk.storage.transaction import PutItem, below

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The key of a request that takes effect once.

    `digest` is the hash of the key with its sender and endpoint, `fingerprint` the hash of the request's content.
    """

    digest: str
    fingerprint: str


class AlreadyProcessed(VersionMismatch):
    """A request with this key has taken effect."""


class Idempotency:
    """Records the result of a request in the transaction of its effect."""

    def __init__(self, table: Table) -> None:
        """Store records in the table."""
        self._table = table

    def record_step(self, key: IdempotencyKey, step: Step, now: datetime) -> PutItem:
        """Return the operation that records a step of a ticket. It raises AlreadyProcessed."""
        return self.record(key, now, version=step.update.version, ticket=ticket_item(step.after))

    def record(self, key: IdempotencyKey, now: datetime, version: int = 1, **result: Any) -> PutItem:
        """Return the operation that records the result of a request. It raises AlreadyProcessed."""
        item = {
            **result,
            "type": "idempotency",
            "version": version,
            "request": key.fingerprint,
            "expires_at": int((now + KEPT_FOR).timestamp()),
        }
        # Expired items are ignored until the table deletes them.
        unused = below("expires_at", int(now.timestamp()) + 1)
        return PutItem(keys.idempotency(key.digest), item, unused, AlreadyProcessed())

    def lookup_step(self, key: IdempotencyKey, now: datetime) -> tuple[Ticket, int] | None:
        """Return the ticket as the recorded step left it, and the version of that step, or None.

        Raises KeyReused when the key came with another request.
        """
        record = self.lookup(key, now)
        return (ticket_of(record["ticket"]), record["version"]) if record else None

    def lookup(self, key: IdempotencyKey, now: datetime) -> Item | None:
        """Return the recorded result, or None. Raises KeyReused when the key came with another request."""
        item = self._table.get(keys.idempotency(key.digest))
        if item is None or item["expires_at"] <= now.timestamp():
            return None
        if item["request"] != key.fingerprint:
            raise KeyReused
        return item
