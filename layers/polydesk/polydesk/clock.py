"""The one place that asks the machine what time it is.

Callers write `clock.now()`, so that a local server or a test can put another time in its place.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)
