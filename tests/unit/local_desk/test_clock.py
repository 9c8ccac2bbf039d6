"""The clock of a world, in place of the machine's."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from polydesk import clock
from polydesk.storage.retry import Deadline
from tools.local_desk.clock import START, Clock


def test_to_sleep_takes_no_time_and_only_the_thread_that_sleeps_is_later() -> None:
    with Clock().installed(), ThreadPoolExecutor() as pool:
        clock.sleep(3600.0)

        assert clock.monotonic() == 3600.0
        assert pool.submit(clock.monotonic).result() == 0.0


@pytest.mark.parametrize("running", [False, True])
def test_no_deadline_ends_because_the_date_is_moved(running: bool) -> None:
    world_clock = Clock(running=running)
    with world_clock.installed():
        deadline = Deadline(60.0)

        world_clock.advance(days=1)
        assert clock.now() > START
        assert not deadline.expired
        world_clock.set(START)
        assert 0.0 < deadline.seconds_left <= 60.0


def test_a_running_clock_really_sleeps() -> None:
    with Clock(running=True).installed():
        began = time.monotonic()
        clock.sleep(0.01)

        assert began + 0.01 <= clock.monotonic() <= time.monotonic()
