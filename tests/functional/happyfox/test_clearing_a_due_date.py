"""POST ticket/{id}/staff_update/ and staff_pvtnote/: null and an empty text remove the due date."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    CLOSED,
    JSON,
    PENDING_CLOSE,
    answered,
    created,
    last,
    noted,
    read,
    refusal,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

EMPTY = [None, "", "  "]


@pytest.mark.parametrize("empty", EMPTY)
def test_an_update_removes_the_due_date(api: Client, empty: Any) -> None:
    created(api, due_date="2026-08-16")

    ticket = updated(api, 1, due_date=empty)

    assert ticket["due_date"] is read(api, 1)["due_date"] is None
    assert last(ticket)["due_date_change"] == {"old": "2026-08-16", "new": None}
    assert last(ticket)["message"] is None


@pytest.mark.parametrize("empty", EMPTY)
def test_a_note_removes_the_due_date(api: Client, empty: Any) -> None:
    created(api, due_date="2026-08-16")

    ticket = noted(api, 1, due_date=empty)

    assert ticket["due_date"] is None
    assert last(ticket)["due_date_change"] == {"old": "2026-08-16", "new": None}


@pytest.mark.parametrize("action", ["staff_update", "staff_pvtnote"])
def test_an_empty_field_of_a_form_removes_the_due_date(api: Client, action: str) -> None:
    created(api, due_date="2026-08-16")

    response = api.post(f"{JSON}/ticket/1/{action}/", data={"staff": AGENT, "due_date": ""})

    assert answered(response)["due_date"] is None


def test_a_due_date_stays_without_the_field(api: Client) -> None:
    created(api, due_date="2026-08-16")

    assert updated(api, 1, priority=3)["due_date"] == "2026-08-16"
    assert noted(api, 1)["due_date"] == "2026-08-16"


def test_removing_no_due_date_changes_nothing(api: Client) -> None:
    before = created(api)

    assert updated(api, 1, due_date=None) == before


def test_a_removed_due_date_can_be_set_again(api: Client) -> None:
    created(api, due_date="2026-08-16")
    updated(api, 1, due_date="")

    assert last(updated(api, 1, due_date="2026-09-01"))["due_date_change"] == {"old": None, "new": "2026-09-01"}


def test_a_pending_status_without_a_due_date_lasts_for_the_default_time(world: World, api: Client) -> None:
    created(api, due_date="2026-01-20")
    updated(api, 1, status=PENDING_CLOSE, due_date=None)

    world.clock.advance(days=1)
    world.fire("SchedulesSweepTimers")
    world.pump()

    assert read(api, 1)["status"]["id"] == CLOSED


@pytest.mark.parametrize("value", [0, False, [], "none"])
def test_nothing_else_removes_a_due_date(api: Client, value: Any) -> None:
    created(api, due_date="2026-08-16")

    assert refusal(api, due_date=value).keys() == {"due_date"}
    assert read(api, 1)["due_date"] == "2026-08-16"
