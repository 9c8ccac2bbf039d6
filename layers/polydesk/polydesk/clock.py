"""The one place that asks the machine for the time, and that sleeps.

Callers write `clock.now()`, so that a local server or a test can put another time in its place.
"""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


def to_the_millisecond() -> datetime:
    """Return the current time as finely as the desk keeps it."""
    at = now()
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def monotonic() -> float:
    """Return seconds that only ever grow, to measure how long something takes. The zero is arbitrary."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)
