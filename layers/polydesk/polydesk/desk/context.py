"""The conditions of one request, and the policy of the deployment."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from polydesk.domain.context import ActionContext, Policy
from polydesk.domain.errors import OutdatedVersion
from polydesk.domain.person import Author
from polydesk.domain.state import States
from polydesk.settings import Settings
from polydesk.storage.idempotency import FormerKey, IdempotencyKey
from polydesk.storage.retry import Deadline

__all__ = ["Deadline", "FormerKey", "IdempotencyKey", "RequestContext"]


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The time of a request, its deadline, its idempotency key, and the versions of which it expects one.

    With `idempotency_key` the request takes effect once, however often it arrives. With `expected_versions` it changes
    one of these versions or nothing. With `expects_existing` it creates nothing where it could also change something.
    """

    now: datetime
    deadline: Deadline
    idempotency_key: IdempotencyKey | None = None
    expected_versions: frozenset[int] | None = None
    expects_existing: bool = False

    def part(self, name: str, fingerprint: str, former_fingerprint: str) -> "RequestContext":
        """Return the context of a part of the request that takes effect once by itself.

        Its key is the request's key with the part's name, and the fingerprints of the part's own content.
        """
        if self.idempotency_key is None:
            return self
        return replace(self, idempotency_key=self.idempotency_key.part(name, fingerprint, former_fingerprint))

    def require_version(self, version: int) -> None:
        """Raise OutdatedVersion when another version was expected."""
        if self.expected_versions is not None and version not in self.expected_versions:
            raise OutdatedVersion

    def require_nothing_expected(self) -> None:
        """Raise OutdatedVersion, for what does not exist yet, when something that exists was expected."""
        if self.expects_existing:
            raise OutdatedVersion


def policy_of(config: Settings) -> Policy:
    """Return the policy that the deployment's settings describe."""
    return Policy(
        response_time=timedelta(minutes=config.first_response_minutes) or None,
        auto_close=timedelta(days=config.auto_close_days) or None,
        pending_time=timedelta(days=config.pending_default_days),
    )


def action_context(config: Settings, at: datetime, by: Author, states: States) -> ActionContext:
    """Return the context of an action of `by` at that time, with these states."""
    return ActionContext(at, by, states, policy_of(config))
