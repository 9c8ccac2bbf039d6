"""Rate limits: how often a token may take an action, in fixed windows of one minute."""

from datetime import datetime

from polydesk.domain.errors import QuotaExceeded
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem, below

SECONDS = 60


def count(action: str, token_id: str, limit: int, now: datetime, by: int = 1) -> UpdateItem:
    """Return the operation that counts an action. It raises QuotaExceeded when the limit has been reached.

    `by` is how much the action counts; the last one before the limit may go beyond it.

    Put it in the same transaction as the write it counts, so that only what takes effect is counted.
    """
    second = int(now.timestamp())
    minute, passed = divmod(second, SECONDS)
    return UpdateItem(
        keys.rate_window(action, token_id, minute),
        assign={"type": "rate", "version": 1, "expires_at": (minute + 2) * SECONDS},
        add={"n": by},
        condition=below("n", limit),
        on_failure=QuotaExceeded(SECONDS - passed),
    )
