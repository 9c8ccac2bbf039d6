"""The pending time of a ticket is read back as it was sent."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import CLOSED, PENDING_CLOSE, REMINDER, created, page, read, updated
from tools.local_desk.client import Client

TIME = "2026-01-06T10:00:30.500Z"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"pending_time": TIME}, TIME),
        ({"pending_time": "2026-01-06T12:00:30.5+02:00"}, TIME),
        ({"pending_time": "2026-01-06 10:00"}, "2026-01-06T10:00:00.000Z"),
        ({"due_date": "2026-01-09"}, "2026-01-09T00:00:00.000Z"),
        ({}, "2026-01-06T09:00:00.000Z"),
    ],
    ids=["utc", "offset", "no offset", "due date", "default"],
)
def test_a_pending_status_tells_when_it_ends(api: Client, fields: dict[str, Any], shown: str) -> None:
    created(api)

    assert updated(api, 1, status=PENDING_CLOSE, **fields)["pending_time"] == shown
    assert read(api, 1)["pending_time"] == page(api)["data"][0]["pending_time"] == shown


def test_what_was_read_can_be_sent(api: Client) -> None:
    created(api)
    shown = updated(api, 1, status=PENDING_CLOSE, pending_time=TIME)["pending_time"]

    ticket = updated(api, 1, status=REMINDER, pending_time=shown)

    assert (ticket["status"]["id"], ticket["pending_time"]) == (REMINDER, TIME)


def test_other_statuses_have_none(api: Client) -> None:
    assert created(api)["pending_time"] is None
    updated(api, 1, status=PENDING_CLOSE, pending_time=TIME)

    assert updated(api, 1, status=CLOSED)["pending_time"] is None
