"""A clock that runs fast, and alike in all processes of a run."""

import time
from datetime import UTC, datetime, timedelta

from tools.local_desk.clock import Clock

SPEED = 300
"""Seconds of the desk per second of the run, so that timers of minutes expire while workers are busy."""


class FastClock(Clock):
    """Starts at the machine's time, because DynamoDB expires items by its own clock."""

    def __init__(self) -> None:
        """Start now."""
        self._start = time.time()
        self._skipped = timedelta()
        super().__init__(running=True)

    @property
    def now(self) -> datetime:
        """The desk's time."""
        passed = time.time() - self._start
        return datetime.fromtimestamp(self._start, UTC) + timedelta(seconds=passed * SPEED) + self._skipped

    def skip(self, **duration: float) -> None:
        """Advance at once by a `timedelta` of these arguments, in this process only."""
        self._skipped += timedelta(**duration)
