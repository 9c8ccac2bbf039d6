"""Functions for streams, queues and schedules: they record their events and call what a test sets."""

from collections.abc import Callable
from typing import Any

received: dict[str, list[Any]] = {"follow": [], "work": [], "sweep": []}
behaviours: dict[str, Callable[[Any], Any]] = {}


def reset() -> None:
    """Drop all records and settings."""
    behaviours.clear()
    for events in received.values():
        events.clear()


def _take(name: str, event: Any) -> Any:
    received[name].append(event)
    return behaviours[name](event) if name in behaviours else None


def follow(event: Any, _context: object) -> Any:
    """Receive records of the stream."""
    return _take("follow", event)


def work(event: Any, _context: object) -> Any:
    """Receive messages of the queue."""
    return _take("work", event)


def sweep(event: Any, _context: object) -> Any:
    """Receive the event of the schedule."""
    return _take("sweep", event)
