"""Runs independent reads at the same time, so that a request waits for the slowest of them and not for their sum."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

CONNECTIONS = 10
"""How many calls run at a time: as many as a client keeps connections."""


def side_by_side[T](calls: Sequence[Callable[[], T]]) -> list[T]:
    """Call each in a thread of its own, at most ten at a time, and return the results in the order of the calls.

    A single call runs in the caller's thread. Raises what the first failing call in this order raises; calls that
    have not begun by then are left out. Threads do not inherit the caller's context.
    Do not nest it: the calls of both levels together would need more connections than there are.
    """
    if len(calls) < 2:
        return [call() for call in calls]
    with ThreadPoolExecutor(min(len(calls), CONNECTIONS)) as pool:
        return list(pool.map(_result_of, calls))


def _result_of[T](call: Callable[[], T]) -> T:
    return call()
