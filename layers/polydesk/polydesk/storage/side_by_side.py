"""Runs independent reads at the same time, so that a request waits for the slowest of them and not for their sum."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local

CONNECTIONS = 10
"""How many calls run at a time: as many as a client keeps connections."""


def side_by_side[T](calls: Sequence[Callable[[], T]]) -> list[T]:
    """Call each in a thread of its own, at most ten at a time, and return the results in the order of the calls.

    A single call runs in the caller's thread. Raises what the first failing call in this order raises; calls that
    have not begun by then are left out. Threads do not inherit the caller's context.
    A call may run others side by side in turn: all of them share the ten threads.
    """
    if len(calls) < 2:
        return [call() for call in calls]
    if _thread.pool is not None:
        return _in_shared_threads(_thread.pool, calls)
    with Threads() as pool:
        return list(pool.map(_result_of, calls))


class Threads(ThreadPoolExecutor):
    """Ten threads, which know that they belong together."""

    def __init__(self) -> None:
        """Start threads as they are needed."""
        super().__init__(CONNECTIONS, initializer=self._join)

    def _join(self) -> None:
        _thread.pool = self


class _Thread(local):
    """The running thread: the threads that it is one of, or None."""

    pool: Threads | None = None


_thread = _Thread()


def _in_shared_threads[T](pool: Threads, calls: Sequence[Callable[[], T]]) -> list[T]:
    """Run the calls in idle threads of the pool, and in this thread those that none of them has begun.

    No thread waits for a call that has not begun, so all threads may do this at the same time. The executor counts idle
    threads loosely: it may start one too few, and a call begins later then.
    """
    futures = [pool.submit(call) for call in calls]
    own: dict[int, T] = {}
    try:
        for place, call in enumerate(calls):
            if futures[place].cancel():
                own[place] = call()
        return [own[place] if place in own else future.result() for place, future in enumerate(futures)]
    except Exception:
        for future in futures[place:]:
            future.cancel()
        for earlier in futures[:place]:
            if not earlier.cancelled():
                earlier.result()
        raise


def _result_of[T](call: Callable[[], T]) -> T:
    return call()
