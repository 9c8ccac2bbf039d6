"""GET statuses/: the states that a ticket can be given, as administrators have made them a moment ago."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON, REMOVED, answered
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def zammad(world: World, tokens: Tokens) -> Client:
    """An administrator who calls the Zammad API."""
    return world.client({"Authorization": f"Token token={tokens['admin']['token']}"})


def statuses(api: Client) -> Any:
    """The statuses."""
    return answered(api.get(f"{JSON}/statuses/"))


def test_active_states_are_listed_by_order_without_that_of_removed_tickets(api: Client) -> None:
    found = statuses(api)

    assert [(one["id"], one["order"], one["name"], one["behavior"], one["default"]) for one in found] == [
        (1, 1, "new", "pending", True),
        (2, 2, "open", "pending", False),
        (3, 3, "pending reminder", "pending", False),
        (4, 4, "closed", "completed", False),
        (5, 5, "merged", "completed", False),
        (7, 7, "pending close", "pending", False),
    ]
    assert REMOVED not in [one["id"] for one in found]
    assert set(found[0]) == {"id", "name", "behavior", "color", "order", "default"}


def test_a_new_state_is_listed_at_once(zammad: Client, api: Client) -> None:
    statuses(api)
    created = zammad.post("/api/v1/ticket_states", json={"name": "on hold", "state_type_id": 2})
    assert created.status == 201, created

    assert [one["name"] for one in statuses(api)][-1] == "on hold"


def test_a_renamed_state_and_another_default_are_listed_at_once(zammad: Client, api: Client) -> None:
    statuses(api)
    changed = zammad.put("/api/v1/ticket_states/2", json={"name": "in work", "default_create": True})
    assert changed.status == 200, changed

    found = {one["id"]: one for one in statuses(api)}
    assert found[2]["name"] == "in work"
    assert [number for number, one in found.items() if one["default"]] == [2]


def test_an_inactive_state_is_not_listed(zammad: Client, api: Client) -> None:
    statuses(api)
    assert zammad.put("/api/v1/ticket_states/3", json={"active": False}).status == 200

    assert 3 not in [one["id"] for one in statuses(api)]


def test_a_deleted_state_is_not_listed(zammad: Client, api: Client) -> None:
    statuses(api)
    assert zammad.delete("/api/v1/ticket_states/3").status == 200

    assert 3 not in [one["id"] for one in statuses(api)]
