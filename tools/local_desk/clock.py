"""The time of a world: it stands still in a test, and runs on from wherever it is put in the local server."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from polydesk import clock as desk_clock

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""When a test's world begins: a Monday morning."""

YIELD = 0.0005
"""Seconds that a standing clock really sleeps, so that other threads get on with what this one waits for."""


class Clock:
    """A settable clock, which replaces `polydesk.clock` while it is installed.

    The desk's date (`now`) moves by `set` and `advance`. The time that deadlines and caches go by (`monotonic`) does
    not: a running clock takes it from the machine, a standing clock moves it by `sleep` alone. So no request expires
    because the date was moved, or because a test runs on a slow machine.
    """

    def __init__(self, now: datetime = START, *, running: bool = False) -> None:
        """Stand still at `now`, or run on from there with the machine's clock."""
        self._lock = threading.Lock()
        self._running = running
        self._offset = timedelta()
        self._now = now
        self._slept = threading.local()
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

    def monotonic(self) -> float:
        """Return the machine's monotonic seconds; of a standing clock, the seconds that this thread has slept.

        Threads sleep side by side, so what one of them sleeps takes nothing from the deadlines of the others.
        """
        if self._running:
            return time.monotonic()
        slept: float = getattr(self._slept, "seconds", 0.0)
        return slept

    def sleep(self, seconds: float) -> None:
        """Wait; with a standing clock only as long as it takes to let other threads run."""
        if self._running:
            time.sleep(seconds)
        else:
            self._slept.seconds = self.monotonic() + seconds
            time.sleep(YIELD)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Inside, the desk goes by this clock."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(desk_clock, "now", lambda: self.now))
            stack.enter_context(patch.object(desk_clock, "monotonic", self.monotonic))
            stack.enter_context(patch.object(desk_clock, "sleep", self.sleep))
            yield
