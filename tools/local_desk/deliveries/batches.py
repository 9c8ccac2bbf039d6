"""What streams and queues have in common: how functions are called with batches and report failures."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tools.local_desk.model import Function

Invoke = Callable[[Function, object], Any]
"""Calls a function with an event; returns its answer, or raises what it raised."""

MAX_ATTEMPTS = 10
"""Attempts after which a delivery without a limit of its own counts as blocked. Lambda would retry for hours."""


class DeliveryBlocked(Exception):
    """A record or message keeps failing, and the template sets no limit to its retries."""


def failures(answer: Any, ids: Sequence[str]) -> list[str]:
    """Return the ids that a function reports as failed: all of them if Lambda could not read the report."""
    if not answer:
        return []
    items = answer.get("batchItemFailures", []) if isinstance(answer, Mapping) else None
    if items is None:
        return [] if isinstance(answer, Mapping) else list(ids)
    named = [item.get("itemIdentifier") if isinstance(item, Mapping) else None for item in items]
    return [name for name in named if name] if set(named) <= set(ids) else list(ids)
