"""What became of requests that came with an Idempotency-Key, kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from polydesk.domain.errors import KeyReused
from polydesk.domain.ticket import Step, Ticket
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import ticket_item, ticket_of
from polydesk.storage.transaction import PutItem, VersionMismatch, below

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """A request that must take effect once.

    `digest` stands for the key together with who sent it and where to; `fingerprint` for what was sent.
    """

    digest: str
    fingerprint: str


class AlreadyProcessed(VersionMismatch):
    """The request with this key has taken effect already."""


class Idempotency:
    """Remembers, in the transaction of the effect itself, what a request did."""

    def __init__(self, table: Table) -> None:
        """Remember in this table."""
        self._table = table

    def claim(self, once: IdempotencyKey, step: Step, now: datetime) -> PutItem:
        """The operation that takes the key for a step; it raises Repeated when the key is taken."""
        return self.note(once, now, version=step.entry.version, ticket=ticket_item(step.after))

    def note(self, once: IdempotencyKey, now: datetime, version: int = 1, **effect: Any) -> PutItem:
        """The operation that takes the key and notes what the request did; it raises Repeated when the key is taken."""
        item = {
            **effect,
            "type": "idempotency",
            "version": version,
            "request": once.fingerprint,
            "expires_at": int((now + KEPT_FOR).timestamp()),
        }
        # The table removes what has expired in its own time; until then it is in nobody's way.
        free = below("expires_at", int(now.timestamp()) + 1)
        return PutItem(keys.idempotency(once.digest), item, free, AlreadyProcessed())

    def recall(self, once: IdempotencyKey, now: datetime) -> tuple[Ticket, int] | None:
        """The ticket right after the request took effect and the version it made, or None.

        Raises KeyReused when the key came with another request.
        """
        note = self.find(once, now)
        return (ticket_of(note["ticket"]), note["version"]) if note else None

    def find(self, once: IdempotencyKey, now: datetime) -> Item | None:
        """What was noted when the request took effect, or None. Raises KeyReused."""
        item = self._table.get(keys.idempotency(once.digest))
        if item is None or item["expires_at"] <= now.timestamp():
            return None
        if item["request"] != once.fingerprint:
            raise KeyReused
        return item
