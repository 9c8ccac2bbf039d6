"""How often a token may do something: fixed windows of one minute, counted with the deed itself."""

from datetime import datetime

from polydesk.domain.errors import QuotaExceeded
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem, below

SECONDS = 60


def count(what: str, token_id: str, limit: int, now: datetime) -> UpdateItem:
    """The operation that counts one more; it raises QuotaExceeded when the minute is full.

    It belongs into the transaction of what it counts: what did not happen is not counted.
    """
    second = int(now.timestamp())
    minute, passed = divmod(second, SECONDS)
    return UpdateItem(
        keys.rate_window(what, token_id, minute),
        assign={"type": "rate", "version": 1, "expires_at": (minute + 2) * SECONDS},
        add={"n": 1},
        condition=below("n", limit),
        on_failure=QuotaExceeded(SECONDS - passed),
    )
