"""Under which terms one request is carried out."""

from dataclasses import dataclass
from datetime import datetime

from polydesk.domain.errors import PreconditionFailed
from polydesk.storage.idempotency import Once
from polydesk.storage.patience import Patience


@dataclass(frozen=True, slots=True)
class Terms:
    """The moment of a request, how long it may try, and what it insists on.

    `once`: it takes effect once, however often it arrives. `expected_version`: it changes that version or nothing.
    """

    now: datetime
    patience: Patience
    once: Once | None = None
    expected_version: int | None = None

    def insist(self, version: int) -> None:
        """Raises PreconditionFailed when another version was expected."""
        if self.expected_version is not None and self.expected_version != version:
            raise PreconditionFailed
