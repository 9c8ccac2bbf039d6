"""What a warm function remembers: for seconds, and only so much."""

import pytest

from polydesk import clock
from polydesk.desk.ttl_cache import TtlCache


def test_a_value_is_loaded_once_and_again_when_its_time_is_over() -> None:
    cache = TtlCache[str, str](10.0)
    values = iter(["first", "second"])

    assert cache.get("a", lambda: next(values)) == "first"
    clock.sleep(9.9)
    assert cache.get("a", lambda: next(values)) == "first"
    clock.sleep(0.1)
    assert cache.get("a", lambda: next(values)) == "second"


def test_to_remember_anew_starts_the_time_again() -> None:
    cache = TtlCache[str, str](10.0)
    cache.put("a", "old")
    clock.sleep(5.0)
    cache.put("a", "new")
    clock.sleep(9.0)

    assert cache.get("a", lambda: "loaded") == "new"


def test_what_is_forgotten_is_loaded_and_what_was_never_known_can_be_forgotten() -> None:
    cache = TtlCache[str, str](10.0)
    cache.put("a", "old")
    cache.forget("a")
    cache.forget("b")

    assert cache.get("a", lambda: "loaded") == "loaded"


def test_that_there_is_nothing_is_remembered_too() -> None:
    cache = TtlCache[str, str | None](10.0)
    values = iter([None])

    assert cache.get("a", lambda: next(values)) is None
    assert cache.get("a", lambda: next(values)) is None


def test_the_oldest_goes_when_there_are_too_many() -> None:
    cache = TtlCache[int, str](10.0, max_entries=3)
    for number in (1, 2, 3):
        cache.put(number, "kept")
    cache.put(1, "kept")
    cache.put(4, "kept")

    assert [cache.get(number, lambda: "loaded") for number in (1, 3, 4)] == ["kept"] * 3
    assert cache.get(2, lambda: "loaded") == "loaded"


def test_a_failure_to_load_is_not_remembered() -> None:
    cache = TtlCache[str, str](10.0)

    def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        cache.get("a", fail)
    assert cache.get("a", lambda: "loaded") == "loaded"
