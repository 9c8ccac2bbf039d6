"""How long and how often a request tries again when others are in its way."""

import random
import time

from polydesk.domain.errors import DeskError

FIRST_PAUSE = 0.01
LONGEST_PAUSE = 0.4


class Deadline:
    """A bound on attempts and on time, shared by everything one request does; pauses have full jitter."""

    def __init__(self, seconds: float, attempts: int = 200) -> None:
        """Allow `attempts` pauses that end within `seconds` from now."""
        self._deadline = time.monotonic() + seconds
        self._left = attempts
        self._longest = FIRST_PAUSE

    @property
    def expired(self) -> bool:
        """Whether the time is up, so that nothing more should be begun."""
        return time.monotonic() > self._deadline

    def part(self, share: float) -> "Deadline":
        """A patience that is over when this share of the time that is left has gone by."""
        return Deadline((self._deadline - time.monotonic()) * share)

    def pause(self, on_failure: DeskError) -> None:
        """Sleep a random while, longer on average each time; raise `otherwise` when patience is at its end."""
        delay = random.uniform(0, self._longest)  # noqa: S311 - jitter is no secret
        if self._left <= 0 or time.monotonic() + delay > self._deadline:
            raise on_failure
        self._left -= 1
        self._longest = min(LONGEST_PAUSE, self._longest * 2)
        time.sleep(delay)
