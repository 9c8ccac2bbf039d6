"""Functions for streams, queues and schedules: they write down what they get and do what a test wants."""

from collections.abc import Callable
from typing import Any

received: dict[str, list[Any]] = {"follow": [], "work": [], "sweep": []}
wishes: dict[str, Callable[[Any], Any]] = {}


def reset() -> None:
    """Forget everything."""
    wishes.clear()
    for events in received.values():
        events.clear()


def _take(name: str, event: Any) -> Any:
    received[name].append(event)
    return wishes[name](event) if name in wishes else None


def follow(event: Any, _context: object) -> Any:
    """Take records of the stream."""
    return _take("follow", event)


def work(event: Any, _context: object) -> Any:
    """Take messages of the queue."""
    return _take("work", event)


def sweep(event: Any, _context: object) -> Any:
    """Take the schedule's call."""
    return _take("sweep", event)
