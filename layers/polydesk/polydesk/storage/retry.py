"""How long, how often and with which pauses a request tries again after a conflict or a throttled call."""

import random
from collections.abc import Callable, Sequence

from polydesk import clock
from polydesk.domain.errors import DeskError, Unavailable
from polydesk.storage.errors import Contention

FIRST_BACKOFF_SECONDS = 0.01
BACKOFF_GROWTH = 1.5
MAX_BACKOFF_SECONDS = 0.4

REPETITIONS = 12
"""How often an attempt is repeated. All pauses together take about a second.

Each attempt is charged, also one that meets another transaction. `make contention` shows what this number carries.
"""


class Deadline:
    """A limit on time and repetitions, shared by everything that one request does. Pauses have full jitter.

    Repetitions are counted, and pauses grow, from one success to the next: a request that writes a hundred tickets may
    repeat each of them.
    """

    def __init__(self, seconds: float, repetitions: int = REPETITIONS) -> None:
        """Allow `repetitions` pauses in a row that end within `seconds` from now."""
        self._deadline = clock.monotonic() + seconds
        self._repetitions = repetitions
        self.succeeded()

    def succeeded(self) -> None:
        """Count repetitions from here."""
        self._left = self._repetitions
        self._longest = FIRST_BACKOFF_SECONDS
        self._unavailable: Unavailable | None = None

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

        When no repetition is left, or the pause would end after the deadline, raises `on_failure`; but Unavailable if
        any attempt since the last success has failed by that, as the request may then succeed unchanged.
        """
        if isinstance(on_failure, Unavailable):
            self._unavailable = on_failure
        delay = random.uniform(0, self._longest)  # noqa: S311 - jitter is no secret
        if self._left <= 0 or delay > self.seconds_left:
            raise self._unavailable or on_failure
        self._left -= 1
        self._longest = min(MAX_BACKOFF_SECONDS, self._longest * BACKOFF_GROWTH)
        clock.sleep(delay)


def retry[T](attempt: Callable[[], T], deadline: Deadline) -> T:
    """Repeat an attempt, with pauses, as long as it raises Contention; return its result.

    Raises what `Deadline.backoff` raises when the repetitions or the time are used up.
    """
    while True:
        try:
            result = attempt()
        except Contention as contention:
            deadline.backoff(contention.error)
        else:
            deadline.succeeded()
            return result


def send_all[T](send: Callable[[Sequence[T]], Sequence[T]], items: Sequence[T], deadline: Deadline) -> None:
    """Send a batch, then again those items that `send` returns as not accepted, until all are accepted.

    Raises Unavailable when the repetitions or the time are used up.
    """
    waiting = items

    def attempt() -> None:
        nonlocal waiting
        waiting = send(waiting)
        if waiting:
            raise Contention(Unavailable())

    if items:
        retry(attempt, deadline)
