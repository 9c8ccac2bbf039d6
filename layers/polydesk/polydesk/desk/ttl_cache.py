"""A cache that a function keeps between requests: its size is bounded, its values expire."""

from collections.abc import Callable, Hashable

from polydesk import clock


class TtlCache[K: Hashable, V]:
    """Values by key, each valid for `seconds`. When there are more than `max_entries`, the oldest is dropped."""

    def __init__(self, seconds: float, max_entries: int = 1000) -> None:
        """Start empty."""
        self._seconds = seconds
        self._max_entries = max_entries
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
        while len(self._values) >= self._max_entries:
            self._values.pop(next(iter(self._values)), None)
        self._values[key] = (clock.monotonic() + self._seconds, value)
        return value

    def forget(self, key: K) -> None:
        """Drop a value, so that the next `get` loads it."""
        self._values.pop(key, None)
