"""Timer tasks as messages. Messages may still be in the queue when a new version is deployed: their form is fixed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.jobs.timer_task import TimerTask

TASK = TimerTask(7, datetime(2026, 1, 5, 9, tzinfo=UTC), "2026-01-05T08:59:00#0000000007")
MESSAGE = {"number": 7, "time": "2026-01-05T09:00:00+00:00", "due_at": "2026-01-05T08:59:00#0000000007"}


def test_a_task_is_a_message_and_back() -> None:
    assert TASK.to_message() == MESSAGE
    assert TimerTask.from_message(MESSAGE) == TASK


def test_a_task_that_was_not_found_in_the_index_has_no_key() -> None:
    assert TimerTask.from_message({**MESSAGE, "due_at": None}).due_at is None


@pytest.mark.parametrize(
    "message",
    [{}, {"number": "none"}, {**MESSAGE, "number": "none"}, {**MESSAGE, "time": 7}, {**MESSAGE, "time": "noon"}],
)
def test_a_malformed_message_is_refused(message: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        TimerTask.from_message(message)
