"""What the sources of batches have in common: how a function is called, and how it says what failed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tools.local_desk.model import Function

Invoke = Callable[[Function, object], Any]
"""Calls a function with an event; returns its answer, or raises what it raised."""

MAX_ATTEMPTS = 10
"""Attempts after which what has no limit of its own is reported as stuck, where Lambda would go on for hours."""


class Stuck(Exception):
    """A record or message fails again and again, and the template sets no limit to its retries."""


def failures(answer: Any, ids: Sequence[str]) -> list[str]:
    """The ids that a function reports as failed. What Lambda cannot read as a report counts as all of them."""
    if not answer:
        return []
    items = answer.get("batchItemFailures", []) if isinstance(answer, Mapping) else None
    if items is None:
        return [] if isinstance(answer, Mapping) else list(ids)
    named = [item.get("itemIdentifier") if isinstance(item, Mapping) else None for item in items]
    return [name for name in named if name] if set(named) <= set(ids) else list(ids)
