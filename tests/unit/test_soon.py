"""The measure that says whether work takes long."""

from collections.abc import Callable

import pytest

from tests.soon import assert_comparable, assert_linear


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Takes the processor's time; nothing else does."""
    spent = [0.0]
    monkeypatch.setattr("tests.soon.time.process_time", lambda: sum(spent))
    return spent.append


def test_what_grows_with_its_input_is_linear_and_its_result_is_returned(busy: Callable[[float], None]) -> None:
    def work(size: int) -> int:
        busy(0.5 + size)
        return size

    assert assert_linear(work, 400) == 400


def test_what_grows_by_the_square_is_not(busy: Callable[[float], None]) -> None:
    with pytest.raises(AssertionError, match="16 times"):
        assert_linear(lambda size: busy(size * size), 400)


def test_one_disturbance_is_forgiven(busy: Callable[[float], None]) -> None:
    times = iter([1.0, 99.0, 1.0, 4.0])

    assert_linear(lambda _: busy(next(times)), 400)


def test_short_times_say_nothing(busy: Callable[[float], None]) -> None:
    assert_linear(lambda size: busy(0.09 if size == 400 else 0.0), 400)


def test_work_is_compared_with_a_reference(busy: Callable[[float], None]) -> None:
    assert_comparable(lambda: busy(30.0), lambda: busy(1.0), times=30)
    with pytest.raises(AssertionError, match="31 times"):
        assert_comparable(lambda: busy(31.0), lambda: busy(1.0), times=30)
