"""Work that does not take long, on any machine: what is compared are processor times of the same run."""

import gc
import time
from collections.abc import Callable

TICK = 0.01
"""Seconds. A shorter time counts as this one, because it says little."""

ATTEMPTS = 3
"""Other threads and garbage collection can disturb a measurement, but not each time."""


def assert_linear[R](work: Callable[[int], R], size: int) -> R:
    """Return the result of `work(size)`; fail when its time grows much faster than its size.

    Four times the input may take 10 times as long: what is linear takes 4 times as long, what is quadratic 16 times.
    """
    return assert_comparable(lambda: work(size), lambda: work(size // 4), 10)


def assert_comparable[R](work: Callable[[], R], reference: Callable[[], object], times: float) -> R:
    """Return the result of `work`; fail when it takes more than so many times as long as the reference."""
    ratios = []
    for _ in range(ATTEMPTS):
        (_, allowed), (result, taken) = _measured(reference), _measured(work)
        if taken <= times * allowed:
            return result
        ratios.append(taken / allowed)
    raise AssertionError(f"It takes {min(ratios):.0f} times as long as its reference; {times} times are allowed.")


def _measured[R](work: Callable[[], R]) -> tuple[R, float]:
    """Measure a call, without the collection of garbage among what the test process has made before."""
    gc.freeze()
    try:
        began = time.process_time()
        result = work()
        return result, max(TICK, time.process_time() - began)
    finally:
        gc.unfreeze()
