"""The time of a world: it stands still in a test, and runs on from wherever it is put in the local server."""

import threading
from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""When a test's world begins: a Monday morning."""


class Clock:
    """A settable clock. Takes the place of `polydesk.clock.now` while its world exists."""

    def __init__(self, now: datetime = START, *, running: bool = False) -> None:
        """Stand still at `now`, or run on from there with the machine's clock."""
        self._lock = threading.Lock()
        self._running = running
        self._offset = timedelta()
        self._now = now
        self.set(now)

    @property
    def now(self) -> datetime:
        """The world's time, aware, in UTC."""
        with self._lock:
            return datetime.now(UTC) + self._offset if self._running else self._now

    def set(self, now: datetime) -> None:
        """Go to that time, forwards or back. Raises ValueError for a time without a zone."""
        if now.tzinfo is None:
            raise ValueError(f"{now} has no time zone")
        with self._lock:
            self._now = now.astimezone(UTC)
            self._offset = self._now - datetime.now(UTC)

    def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0, days: float = 0) -> datetime:
        """Go forwards by that much; returns the new time."""
        self.set(self.now + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))
        return self.now
