"""POST tickets/: a new ticket enters the status that is asked for at once."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import (
    CLOSED,
    JSON,
    NEW,
    OPEN,
    PENDING_CLOSE,
    REMINDER,
    REMOVED,
    answered,
    created,
    faults,
    new,
    numbers,
    page,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

INACTIVE = {"field": "status", "errors": ["This status is not active."]}


@pytest.mark.parametrize("status", [NEW, OPEN, str(OPEN), REMINDER, PENDING_CLOSE, CLOSED])
def test_a_ticket_starts_in_its_status(api: Client, status: Any) -> None:
    ticket = created(api, status=status)

    assert ticket["status"]["id"] == int(status)
    assert [one["status_change"] for one in ticket["updates"]] == [None]
    assert numbers(page(api, status=int(status))) == [1]


@pytest.mark.parametrize("blank", [None, "", " "])
def test_without_a_status_it_is_the_default(api: Client, blank: Any) -> None:
    assert created(api, status=blank)["status"]["id"] == NEW


@pytest.mark.parametrize(
    ("fields", "ends"),
    [({}, "2026-01-06T09:00:00.000Z"), ({"due_date": "2026-01-09"}, "2026-01-09T00:00:00.000Z")],
    ids=["default", "due date"],
)
def test_a_pending_status_ends(world: World, api: Client, fields: dict[str, Any], ends: str) -> None:
    assert created(api, status=PENDING_CLOSE, **fields)["pending_time"] == ends

    world.clock.advance(days=4)
    world.fire("SchedulesSweepTimers")
    world.pump()

    assert page(api)["data"][0]["status"]["id"] == CLOSED


def test_a_closed_ticket_is_closed_in_the_other_apis(api: Client, client: Client) -> None:
    created(api, status=CLOSED)

    ticket = client.get("/support/tickets/1").json()

    assert (ticket["is_closed"], ticket["closed_at"]) == (True, ticket["created_at"])


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (REMOVED, "This status is not active."),
        (99, "There is no status with this id."),
        ("open", "Send an id: a whole number, 1 or greater."),
    ],
)
def test_another_status_is_refused_by_name(api: Client, status: Any, problem: str) -> None:
    assert faults(api.post(f"{JSON}/tickets/", json=new(status=status))) == {"status": [problem]}
    assert numbers(page(api)) == []


def test_among_many_tickets_one_with_an_inactive_status_fails_by_name(api: Client) -> None:
    results = answered(api.post(f"{JSON}/tickets/", json=[new(status=REMOVED), new(status=OPEN)]))

    assert results[0] == {"success": False, "error": [INACTIVE]}
    assert results[1]["success"]
