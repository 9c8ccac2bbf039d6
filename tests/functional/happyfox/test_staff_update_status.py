"""POST ticket/{id}/staff_update/: from status to status, and how long a ticket waits in one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import (
    CLOSED,
    MERGED,
    NEW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    REMOVED,
    created,
    last,
    read,
    refusal,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_a_ticket_moves_through_every_status_of_the_desk(api: Client) -> None:
    created(api)
    way = [OPEN, REMINDER, PENDING_CLOSE, CLOSED, MERGED, NEW]

    names = [updated(api, 1, status=status)["status"]["name"] for status in way]

    assert names == ["open", "pending reminder", "pending close", "closed", "merged", "new"]
    changes = [one["status_change"] for one in read(api, 1)["updates"][1:]]
    assert [(one["old"], one["new"]) for one in changes] == list(zip([NEW, *way], way, strict=False))
    behaviors = [updated(api, 1, status=status)["status"]["behavior"] for status in way]
    assert behaviors == ["pending", "pending", "pending", "completed", "completed", "pending"]


def test_a_status_of_an_administrator_can_be_entered_too(api: Client, world: World, tokens: Tokens) -> None:
    created(api)
    admin = world.client({"Authorization": f"Token token={tokens['admin']['token']}"})
    body = {"name": "with the supplier", "state_type_id": 4, "next_state_id": OPEN}
    state = admin.post("/api/v1/ticket_states", json=body).json()["id"]

    assert updated(api, 1, status=state, pending_time="2026-01-05T09:30:00Z")["status"]["name"] == body["name"]

    world.clock.advance(minutes=31)
    sweep(world)
    assert read(api, 1)["status"]["id"] == OPEN


def sweep(world: World) -> None:
    """Let time act."""
    world.fire("SchedulesSweepTimers")
    world.pump()


def test_an_inactive_status_cannot_be_entered(api: Client) -> None:
    created(api)

    assert refusal(api, status=REMOVED) == {"status": ["This status is not active."]}
    assert read(api, 1)["status"]["id"] == NEW


@pytest.mark.parametrize(
    ("fields", "wakes"),
    [
        ({"pending_time": "2026-01-06T12:00:30+02:00"}, datetime(2026, 1, 6, 10, 1, tzinfo=UTC)),
        ({"pending_time": "2026-01-06 10:00"}, datetime(2026, 1, 6, 10, tzinfo=UTC)),
        ({"due_date": "2026-01-09"}, datetime(2026, 1, 9, tzinfo=UTC)),
        ({"pending_time": "2026-01-07T10:00Z", "due_date": "09/01/2026"}, datetime(2026, 1, 7, 10, tzinfo=UTC)),
        ({}, datetime(2026, 1, 6, 9, tzinfo=UTC)),
    ],
)
def test_a_pending_ticket_waits_as_long_as_was_said(
    world: World, api: Client, fields: dict[str, Any], wakes: datetime
) -> None:
    created(api)
    updated(api, 1, status=PENDING_CLOSE, **fields)

    world.clock.set(wakes - timedelta(minutes=1))
    sweep(world)
    assert read(api, 1)["status"]["id"] == PENDING_CLOSE
    world.clock.set(wakes)
    sweep(world)

    ticket = read(api, 1)
    assert ticket["status"]["id"] == CLOSED
    assert last(ticket)["by"] is None


@pytest.mark.parametrize("parameters", [{"PendingDefaultDays": "3"}])
def test_how_long_a_ticket_waits_by_default_is_a_matter_of_the_stack(world: World, api: Client) -> None:
    created(api)
    updated(api, 1, status=PENDING_CLOSE)

    world.clock.advance(days=2, hours=23)
    sweep(world)
    assert read(api, 1)["status"]["id"] == PENDING_CLOSE
    world.clock.advance(hours=1)
    sweep(world)
    assert read(api, 1)["status"]["id"] == CLOSED


def test_a_due_date_stays_a_due_date_where_nothing_waits(api: Client) -> None:
    created(api)

    assert updated(api, 1, due_date="16/08/2026")["due_date"] == "2026-08-16"
    assert last(updated(api, 1, due_date="2026-08-17", status=OPEN))["due_date_change"] == {
        "old": "2026-08-16",
        "new": "2026-08-17",
    }
    assert updated(api, 1, status=NEW)["due_date"] == "2026-08-17"


@pytest.mark.parametrize("status", [None, OPEN, CLOSED])
def test_a_pending_time_belongs_to_a_status_that_waits(api: Client, status: int | None) -> None:
    created(api)

    found = refusal(api, status=status, pending_time="2026-01-06T12:00:00Z")

    assert found == {"pending_time": ["This field needs a pending status."]}


@pytest.mark.parametrize(
    "value", ["tomorrow", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", 5]
)
def test_a_pending_time_is_a_time(api: Client, value: Any) -> None:
    created(api)

    assert refusal(api, status=REMINDER, pending_time=value).keys() == {"pending_time"}
