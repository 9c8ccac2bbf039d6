"""What a warm function remembers: for seconds, and only so much."""

import pytest

from polydesk.desk.ttl_cache import TtlCache


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The machine's seconds; the last one counts."""
    seconds = [100.0]
    monkeypatch.setattr("polydesk.desk.ttl_cache.time.monotonic", lambda: seconds[-1])
    return seconds


def test_a_value_is_loaded_once_and_again_when_its_time_is_over(clock: list[float]) -> None:
    memory = TtlCache[str, str](10.0)
    values = iter(["first", "second"])

    assert memory.get("a", lambda: next(values)) == "first"
    clock.append(109.9)
    assert memory.get("a", lambda: next(values)) == "first"
    clock.append(110.0)
    assert memory.get("a", lambda: next(values)) == "second"


def test_to_remember_anew_starts_the_time_again(clock: list[float]) -> None:
    memory = TtlCache[str, str](10.0)
    memory.put("a", "old")
    clock.append(105.0)
    memory.put("a", "new")
    clock.append(114.0)

    assert memory.get("a", lambda: "loaded") == "new"


def test_what_is_forgotten_is_loaded_and_what_was_never_known_can_be_forgotten(clock: list[float]) -> None:
    memory = TtlCache[str, str](10.0)
    memory.put("a", "old")
    memory.forget("a")
    memory.forget("b")

    assert memory.get("a", lambda: "loaded") == "loaded"


def test_that_there_is_nothing_is_remembered_too(clock: list[float]) -> None:
    memory = TtlCache[str, str | None](10.0)
    values = iter([None])

    assert memory.get("a", lambda: next(values)) is None
    assert memory.get("a", lambda: next(values)) is None


def test_the_oldest_goes_when_there_are_too_many(clock: list[float]) -> None:
    memory = TtlCache[int, str](10.0, most=3)
    for number in (1, 2, 3):
        memory.put(number, "kept")
    memory.put(1, "kept")
    memory.put(4, "kept")

    assert [memory.get(number, lambda: "loaded") for number in (1, 3, 4)] == ["kept"] * 3
    assert memory.get(2, lambda: "loaded") == "loaded"


def test_a_failure_to_load_is_not_remembered(clock: list[float]) -> None:
    memory = TtlCache[str, str](10.0)

    def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        memory.get("a", fail)
    assert memory.get("a", lambda: "loaded") == "loaded"
