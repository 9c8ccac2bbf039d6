"""Under which terms one request is carried out."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from polydesk.domain.draft import ActionContext
from polydesk.domain.errors import PreconditionFailed
from polydesk.domain.person import Author
from polydesk.domain.state import States
from polydesk.settings import Settings
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.retry import Deadline

__all__ = ["Deadline", "IdempotencyKey", "RequestContext"]


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The moment of a request, how long it may try, and what it insists on.

    `once`: it takes effect once, however often it arrives. `expected_version`: it changes that version or nothing.
    """

    now: datetime
    deadline: Deadline
    once: IdempotencyKey | None = None
    expected_version: int | None = None

    def part(self, name: str, content: str) -> "RequestContext":
        """The terms of one part of a request that consists of several: it takes effect once by itself.

        Its key is the request's together with the part's name, and what it is compared by is its own content.
        """
        if self.once is None:
            return self
        digest, fingerprint = (
            hashlib.sha256(text.encode()).hexdigest() for text in (f"{self.once.digest} {name}", content)
        )
        return replace(self, once=IdempotencyKey(digest, fingerprint))

    def require_version(self, version: int) -> None:
        """Raises PreconditionFailed when another version was expected."""
        if self.expected_version is not None and self.expected_version != version:
            raise PreconditionFailed


def action_context(config: Settings, at: datetime, by: Author, states: States) -> ActionContext:
    """The occasion of something that `by` does at that time, with these states."""
    return ActionContext(
        at=at,
        by=by,
        states=states,
        response_time=timedelta(minutes=config.first_response_minutes) or None,
        auto_close=timedelta(days=config.auto_close_days) or None,
        pending_time=timedelta(days=config.pending_default_days),
    )
