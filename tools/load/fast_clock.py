"""A desk time that runs fast, and alike in all processes of a run. Deadlines and pauses keep real time."""

import time
from datetime import UTC, datetime, timedelta

from tools.local_desk.clock import Clock

SPEED = 300
"""Seconds of the desk in a second of the run: timers of minutes end while clients are at work."""


class Hurry(Clock):
    """A clock that begins with the machine's time: DynamoDB removes by its own time what has expired."""

    def __init__(self) -> None:
        """Begin now."""
        self._began = time.time()
        self._leapt = timedelta()
        super().__init__(running=True)

    @property
    def now(self) -> datetime:
        """The desk's time."""
        passed = time.time() - self._began
        return datetime.fromtimestamp(self._began, UTC) + timedelta(seconds=passed * SPEED) + self._leapt

    def leap(self, **by: float) -> None:
        """Go forwards at once, in this process."""
        self._leapt += timedelta(**by)
