"""How long, how often and with which pauses a request tries again after a conflict or a throttled call."""

import random
from collections.abc import Callable, Sequence

from polydesk import clock
from polydesk.domain.errors import DeskError, Unavailable
from polydesk.storage.errors import Contention

FIRST_BACKOFF_SECONDS = 0.01
MAX_BACKOFF_SECONDS = 0.4


class Deadline:
    """A limit on time and attempts, shared by everything that one request does. Pauses have full jitter."""

    def __init__(self, seconds: float, attempts: int = 200) -> None:
        """Allow `attempts` pauses that end within `seconds` from now."""
        self._deadline = clock.monotonic() + seconds
        self._left = attempts
        self._longest = FIRST_BACKOFF_SECONDS

    @property
    def expired(self) -> bool:
        """Whether the time is up, so that no further step may begin."""
        return clock.monotonic() >= self._deadline

    @property
    def seconds_left(self) -> float:
        """Seconds until the time is up; negative afterwards."""
        return self._deadline - clock.monotonic()

    def fraction(self, share: float) -> "Deadline":
        """Return a deadline that ends when this share of the remaining time has passed."""
        return Deadline(self.seconds_left * share)

    def backoff(self, on_failure: DeskError) -> None:
        """Sleep for a random time, longer on average with each call.

        Raises `on_failure` when no attempt is left, or when the pause would end after the deadline.
        """
        delay = random.uniform(0, self._longest)  # noqa: S311 - jitter is no secret
        if self._left <= 0 or delay > self.seconds_left:
            raise on_failure
        self._left -= 1
        self._longest = min(MAX_BACKOFF_SECONDS, self._longest * 2)
        clock.sleep(delay)


def retry[T](attempt: Callable[[], T], deadline: Deadline) -> T:
    """Repeat an attempt, with pauses, as long as it raises Contention; return its result.

    Raises the error that the last Contention carries when the deadline passes.
    """
    while True:
        try:
            return attempt()
        except Contention as contention:
            deadline.backoff(contention.error)


def send_all[T](send: Callable[[Sequence[T]], Sequence[T]], items: Sequence[T], deadline: Deadline) -> None:
    """Send a batch, then again those items that `send` returns as not accepted, until all are accepted.

    Raises Unavailable when the deadline passes.
    """
    waiting = items

    def attempt() -> None:
        nonlocal waiting
        waiting = send(waiting)
        if waiting:
            raise Contention(Unavailable())

    if items:
        retry(attempt, deadline)
