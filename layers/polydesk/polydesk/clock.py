"""The one place that asks the machine what time it is.

Callers write `clock.now()`, so that a local server or a test can put another time in its place.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)


def to_the_millisecond() -> datetime:
    """The current time as finely as the desk keeps it."""
    at = now()
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
