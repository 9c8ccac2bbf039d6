"""What a warm function may remember between requests: bounded, and for seconds only."""

import time
from collections.abc import Callable, Hashable


class TtlCache[K: Hashable, V]:
    """Values by key, each forgotten after `seconds`; the oldest goes when there are more than `most`."""

    def __init__(self, seconds: float, most: int = 1000) -> None:
        """Remember up to `most` values."""
        self._seconds = seconds
        self._most = most
        self._values: dict[K, tuple[float, V]] = {}

    def get(self, key: K, load: Callable[[], V]) -> V:
        """The value, loaded when it is not remembered."""
        known = self._values.get(key)
        if known and known[0] > time.monotonic():
            return known[1]
        return self.put(key, load())

    def put(self, key: K, value: V) -> V:
        """Remember a value from now on."""
        self._values.pop(key, None)
        while len(self._values) >= self._most:
            self._values.pop(next(iter(self._values)), None)
        self._values[key] = (time.monotonic() + self._seconds, value)
        return value

    def forget(self, key: K) -> None:
        """Load the value anew on its next use."""
        self._values.pop(key, None)
