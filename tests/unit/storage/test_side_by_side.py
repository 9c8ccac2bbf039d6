"""Reads that run side by side."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Event, Lock, get_ident

import pytest

from polydesk.storage.side_by_side import CONNECTIONS, side_by_side

PATIENCE = 10.0
"""Seconds after which a test that waits for another thread fails."""


def test_the_results_come_in_the_order_of_the_calls() -> None:
    second_is_done = Event()

    def first() -> str:
        assert second_is_done.wait(PATIENCE)
        return "first"

    def second() -> str:
        second_is_done.set()
        return "second"

    assert side_by_side([first, second]) == ["first", "second"]


def test_no_calls_have_no_results() -> None:
    assert side_by_side(list[Callable[[], int]]()) == []


def test_a_single_call_runs_in_the_thread_of_the_caller() -> None:
    assert side_by_side([get_ident]) == [get_ident()]


def test_ten_calls_run_at_the_same_time() -> None:
    all_have_begun = Barrier(CONNECTIONS, timeout=PATIENCE)

    assert len(side_by_side([all_have_begun.wait] * CONNECTIONS)) == CONNECTIONS


def test_no_more_than_ten_calls_run_at_the_same_time() -> None:
    lock, running, most = Lock(), 0, 0

    def call(number: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        with lock:
            running -= 1
        return number

    assert side_by_side([partial(call, number) for number in range(100)]) == list(range(100))
    assert most <= CONNECTIONS


def test_calls_that_run_others_side_by_side_share_ten_threads_with_them() -> None:
    lock, running, most = Lock(), 0, 0

    def inner(number: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        Event().wait(0.001)
        with lock:
            running -= 1
        return number

    def outer(tens: int) -> list[int]:
        return side_by_side([partial(inner, 10 * tens + number) for number in range(10)])

    results = side_by_side([partial(outer, tens) for tens in range(2 * CONNECTIONS)])

    assert [number for some in results for number in some] == list(range(20 * CONNECTIONS))
    assert most <= CONNECTIONS


def test_calls_of_calls_run_in_the_threads_that_are_idle() -> None:
    """Two inner calls wait for each other, so each needs a thread: that of the outer call, and one that is idle.

    More would make the test depend on luck: the executor may start a thread too few while another becomes idle.
    """
    both_have_begun = Barrier(2, timeout=PATIENCE)

    def outer() -> list[int]:
        return side_by_side([both_have_begun.wait] * 2)

    [inner, other] = side_by_side([outer, list[int]])

    assert (sorted(inner), other) == ([0, 1], [])


@pytest.mark.parametrize("levels", [1, 2])
def test_the_first_failure_in_the_order_of_the_calls_is_raised(levels: int) -> None:
    later_has_failed = Event()

    def fail_late() -> int:
        assert later_has_failed.wait(PATIENCE)
        raise LookupError("first")

    def fail_early() -> int:
        later_has_failed.set()
        raise ValueError("second")

    def fail() -> list[int]:
        return side_by_side([lambda: 1, fail_late, fail_early])

    with pytest.raises(LookupError, match="first"):
        fail() if levels == 1 else side_by_side([fail, list[int]])


def test_calls_that_have_not_begun_when_a_failure_is_seen_are_left_out() -> None:
    begun: list[int] = []

    def fail() -> int:
        raise LookupError

    def call(number: int) -> int:
        begun.append(number)
        Event().wait(0.005)
        return number

    calls: list[Callable[[], int]] = [fail]
    calls += [partial(call, number) for number in range(2_000)]
    with pytest.raises(LookupError):
        side_by_side(calls)
    assert len(begun) < 2_000
