"""Results of requests with an Idempotency-Key, kept for a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from polydesk.domain.errors import KeyReused
from polydesk.domain.ticket import Ticket
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import ticket_item, ticket_of
from polydesk.storage.transaction import PutItem, below

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FormerKey:
    """Digest and fingerprint of a request as version 0.1 computes them, from the bytes of its path and its body."""

    digest: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The key of a request that takes effect once.

    `digest` is the hash of the key with its sender and endpoint, `fingerprint` the hash of the request's content. With
    `former`, a repetition finds the records of version 0.1, and version 0.1 finds those of this one: during an upgrade
    both run, and a request may reach one and its repetition the other.
    """

    digest: str
    fingerprint: str
    former: FormerKey | None = None

    @property
    def digests(self) -> list[str]:
        """The digests under which a record of the request may be."""
        return list(dict.fromkeys((self.digest, self.former.digest if self.former else self.digest)))

    def part(self, name: str, fingerprint: str = "", former_fingerprint: str = "") -> "IdempotencyKey":
        """Return the key of a named part of the request, with the part's own content."""
        former = self.former and FormerKey(_part(self.former.digest, name), former_fingerprint)
        return IdempotencyKey(_part(self.digest, name), fingerprint, former)

    def of_person(self, person_id: int) -> "IdempotencyKey":
        """Return the key of the same request in the name of this person."""
        name = f"for person {person_id}"
        former = self.former and FormerKey(_part(self.former.digest, name), self.former.fingerprint)
        return IdempotencyKey(_part(self.digest, name), self.fingerprint, former)


def _part(digest: str, name: str) -> str:
    return sha256(f"{digest} {name}".encode()).hexdigest()


class AlreadyProcessed(VersionMismatch):
    """A request with this key has taken effect."""


class Idempotency:
    """Records the result of a request in the transaction of its effect."""

    def __init__(self, table: Table) -> None:
        """Store records in the table."""
        self._table = table

    def record_ticket(self, key: IdempotencyKey, ticket: Ticket, version: int, now: datetime) -> list[PutItem]:
        """Return the operations that record a ticket as a request left it, and the version of its newest entry then.

        They raise AlreadyProcessed.
        """
        return self.record(key, now, version=version, ticket=ticket_item(ticket))

    def record_deletion(self, key: IdempotencyKey, ticket: Ticket, now: datetime) -> list[PutItem]:
        """Return the operations that record a ticket as it was when a request deleted it. They raise as above."""
        return self.record(key, now, version=ticket.version, deleted=ticket_item(ticket))

    def record(self, key: IdempotencyKey, now: datetime, version: int = 1, **result: Any) -> list[PutItem]:
        """Return the operations that record the result of a request. They raise AlreadyProcessed."""
        item = {
            **result,
            "type": "idempotency",
            "version": version,
            "request": (key.former or key).fingerprint,
            "content": key.fingerprint,
            "expires_at": int((now + KEPT_FOR).timestamp()),
        }
        # Expired items are ignored until the table deletes them.
        unused = below("expires_at", int(now.timestamp()) + 1)
        return [PutItem(keys.idempotency(digest), item, unused, AlreadyProcessed()) for digest in key.digests]

    def lookup(self, key: IdempotencyKey, now: datetime) -> Item | None:
        """Return the recorded result, or None. Raises KeyReused when the key came with another request."""
        valid = [item for item in self._records(key) if item["expires_at"] > now.timestamp()]
        if not valid:
            return None
        same = next((item for item in valid if _is_same_request(item, key)), None)
        if same is None:
            raise KeyReused
        return same

    def _records(self, key: IdempotencyKey) -> list[Item]:
        wanted = [keys.idempotency(digest) for digest in key.digests]
        if len(wanted) > 1:
            return list(self._table.get_many(wanted).values())
        item = self._table.get(wanted[0])
        return [item] if item else []


def recorded_step(record: Mapping[str, Any]) -> tuple[Ticket, int]:
    """Return the ticket as a recorded step left it, and the version of that step."""
    return ticket_of(record["ticket"]), record["version"]


def deleted_ticket(record: Mapping[str, Any]) -> Ticket:
    """Return the ticket that a recorded request deleted, as it was then."""
    return ticket_of(record["deleted"])


def _is_same_request(record: Item, key: IdempotencyKey) -> bool:
    """Return whether a record is of this content. Version 0.1 wrote the hash of the body's bytes alone."""
    if "content" in record:
        return bool(record["content"] == key.fingerprint)
    return bool(record["request"] == (key.former or key).fingerprint)
