"""Tokens: 256 random bits, shown once. Only their SHA-256 is stored."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from polydesk.storage import keys
from polydesk.storage.codec import read_times
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, DeleteItem, PutItem, TransactionItem, same

TOKEN_BYTES = 32


def new_text() -> str:
    """Return the text of a new token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(text: str) -> str:
    """Return the SHA-256 of a token's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Token:
    """A token, with its name. `person_id` is None for an API key of the whole desk."""

    name: str
    digest: str
    person_id: int | None
    permissions: frozenset[str]
    expires_at: datetime | None = None


class Tokens:
    """The tokens of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def find(self, text: str) -> Token | None:
        """Return the token with this text, or None."""
        return self._find(digest(text))

    def by_name(self, name: str) -> Token | None:
        """Return the token with this name, or None."""
        pointer = self._table.get(keys.token_name(name))
        return self._find(pointer["digest"]) if pointer else None

    def _find(self, digest: str) -> Token | None:
        item = self._table.get(keys.token(digest))
        if item is None:
            return None
        return Token(
            name=item["name"],
            digest=digest,
            person_id=item.get("person"),
            permissions=frozenset(item["permissions"]),
            expires_at=read_times(item, "until").get("until"),
        )

    def replace(self, before: Token | None, after: Token, deadline: Deadline) -> None:
        """Replace the token of that name. Raises VersionMismatch when it is no longer `before`."""
        pointer = {"type": "token name", "version": 1, "digest": after.digest}
        item = {
            "type": "token",
            "version": 1,
            "name": after.name,
            "person": after.person_id,
            "permissions": sorted(after.permissions),
            "until": after.expires_at,
        }
        condition = same(digest=before.digest) if before else ABSENT
        batch: list[TransactionItem] = [
            PutItem(keys.token_name(after.name), pointer, condition, VersionMismatch()),
            PutItem(keys.token(after.digest), item),
        ]
        if before and before.digest != after.digest:
            batch.append(DeleteItem(keys.token(before.digest)))
        self._table.commit(batch, deadline)

    def revoke(self, token: Token, deadline: Deadline) -> None:
        """Delete a token. Raises VersionMismatch when its name belongs to another one by now."""
        self._table.commit(
            [
                DeleteItem(keys.token_name(token.name), same(digest=token.digest), VersionMismatch()),
                DeleteItem(keys.token(token.digest)),
            ],
            deadline,
        )
