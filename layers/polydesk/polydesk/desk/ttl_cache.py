"""A cache of a warm function between requests: bounded in size, its values valid for seconds."""

from collections.abc import Callable, Hashable

from polydesk import clock


class TtlCache[K: Hashable, V]:
    """Values by key, each valid for `seconds`. When there are more than `most`, the oldest is dropped."""

    def __init__(self, seconds: float, most: int = 1000) -> None:
        """Keep up to `most` values."""
        self._seconds = seconds
        self._most = most
        self._values: dict[K, tuple[float, V]] = {}

    def get(self, key: K, load: Callable[[], V]) -> V:
        """Return the value, loaded when it is missing or has expired."""
        known = self._values.get(key)
        if known and known[0] > clock.monotonic():
            return known[1]
        return self.put(key, load())

    def put(self, key: K, value: V) -> V:
        """Store a value, valid from now on, and return it."""
        self._values.pop(key, None)
        while len(self._values) >= self._most:
            self._values.pop(next(iter(self._values)), None)
        self._values[key] = (clock.monotonic() + self._seconds, value)
        return value

    def forget(self, key: K) -> None:
        """Drop a value, so that its next use loads it."""
        self._values.pop(key, None)
