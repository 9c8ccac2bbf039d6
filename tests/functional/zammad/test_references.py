"""Roles, priorities, organizations, and answers that never change."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.states import answered, refusal, zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World

FORBIDDEN = (403, "Not authorized (user)!")
ROLES = "/api/v1/roles"
PRIORITIES = "/api/v1/ticket_priorities"
ORGANIZATIONS = "/api/v1/organizations"


@pytest.fixture
def agent(world: World, tokens: Tokens) -> Client:
    """An agent."""
    return zammad_caller(world, tokens["agent"]["token"])


@pytest.fixture
def customer(world: World, tokens: Tokens) -> Client:
    """A customer."""
    return zammad_caller(world, tokens["client"]["token"])


def without_times(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without its two times, which are one."""
    assert row["created_at"] == row["updated_at"]
    return {name: value for name, value in row.items() if name not in {"created_at", "updated_at"}}


def test_roles_are_the_three_permissions(agent: Client) -> None:
    rows = answered(agent.get(ROLES))

    assert [(one["id"], one["name"], one["default_at_signup"]) for one in rows] == [
        (1, "Admin", False),
        (2, "Agent", False),
        (3, "Customer", True),
    ]
    assert without_times(rows[1]) == {
        "id": 2,
        "name": "Agent",
        "preferences": {},
        "default_at_signup": False,
        "active": True,
        "note": "To work on Tickets.",
        "updated_by_id": 1,
        "created_by_id": 1,
        "permission_ids": [],
        "knowledge_base_permission_ids": [],
        "group_ids": {},
    }


def test_roles_are_sorted_by_each_time(agent: Client) -> None:
    for column in ("created_at", "updated_at"):
        assert [one["id"] for one in answered(agent.get(f"{ROLES}?sort_by={column},id&order_by=desc"))] == [3, 2, 1]


def test_a_role_is_shown_in_each_view(agent: Client) -> None:
    expanded = answered(agent.get(f"{ROLES}/3?expand=true"))

    assert (expanded["permissions"], expanded["knowledge_base_permissions"], expanded["groups"]) == (
        ["ticket.customer"],
        [],
        {},
    )
    assert answered(agent.get(f"{ROLES}/1?full=true"))["assets"]["Role"]["1"]["name"] == "Admin"
    assert answered(agent.get(f"{ROLES}?full=true"))["record_ids"] == [1, 2, 3]
    assert refusal(agent.get(f"{ROLES}/4")) == (404, "Couldn't find Role with 'id'=4")


def test_priorities_are_named_by_their_order(customer: Client) -> None:
    low, normal, high = answered(customer.get(PRIORITIES))

    assert without_times(normal) == {
        "id": 2,
        "name": "2 normal",
        "default_create": True,
        "ui_icon": None,
        "ui_color": None,
        "note": None,
        "active": True,
        "updated_by_id": 1,
        "created_by_id": 1,
    }
    assert (low["name"], low["ui_icon"], low["ui_color"]) == ("1 low", "low-priority", "low-priority")
    assert (high["name"], high["ui_icon"], high["ui_color"]) == ("3 high", "important", "high-priority")


def test_a_priority_is_shown_in_each_view(customer: Client) -> None:
    assert answered(customer.get(f"{PRIORITIES}/3?expand=true"))["created_by"] == "-"
    assert answered(customer.get(f"{PRIORITIES}/3?full=1"))["assets"]["TicketPriority"]["3"]["name"] == "3 high"
    assert [one["id"] for one in answered(customer.get(f"{PRIORITIES}?sort_by=name&order_by=desc&limit=2"))] == [3, 2]
    assert refusal(customer.get(f"{PRIORITIES}/9")) == (404, "Couldn't find Ticket::Priority with 'id'=9")


def test_there_are_no_organizations(customer: Client) -> None:
    nothing = {"record_ids": [], "assets": {}, "total_count": 0}

    assert answered(customer.get(f"{ORGANIZATIONS}?expand=true&sort_by=name")) == []
    assert answered(customer.get(f"{ORGANIZATIONS}?full=true")) == nothing
    assert answered(customer.get(f"{ORGANIZATIONS}/search?query=acme&limit=10")) == []
    assert answered(customer.get(f"{ORGANIZATIONS}/search?query=a&with_total_count=true")) == {
        "records": [],
        "total_count": 0,
    }
    assert answered(customer.get(f"{ORGANIZATIONS}/search?query=a&only_total_count=true")) == {"total_count": 0}
    assert answered(customer.get(f"{ORGANIZATIONS}/search?query=a&full=true&expand=true")) == nothing
    assert refusal(customer.get(f"{ORGANIZATIONS}?domain=x")) == (422, "Unknown parameter 'domain'")


def test_an_organization_is_not_found_and_not_written(zammad: Client) -> None:
    assert refusal(zammad.get(f"{ORGANIZATIONS}/3")) == (404, "Couldn't find Organization with 'id'=3")
    for method, path in (("POST", ORGANIZATIONS), ("PUT", f"{ORGANIZATIONS}/3"), ("DELETE", f"{ORGANIZATIONS}/3")):
        answer = zammad.request(method, path, json={"name": "Acme"})
        assert refusal(answer) == (404, f"No route matches [{method}] {path}")


def test_the_version_is_told_to_staff(agent: Client, customer: Client) -> None:
    assert answered(agent.get("/api/v1/version")) == {"version": "6.5.0-polydesk"}
    assert refusal(customer.get("/api/v1/version")) == FORBIDDEN


def test_the_fields_are_those_that_the_desk_has(agent: Client) -> None:
    fields = answered(agent.get("/api/v1/object_manager_attributes"))

    assert [one["id"] for one in fields] == list(range(1, len(fields) + 1))
    assert {one["object"] for one in fields} == {"Ticket", "User", "Group"}
    assert {one["created_by_id"] for one in fields} == {1}
    title = next(one for one in fields if one["name"] == "title")
    assert title == {
        "id": 2,
        "name": "title",
        "display": "Title",
        "object": "Ticket",
        "data_type": "input",
        "created_by_id": 1,
        "active": True,
        "editable": False,
        "data_option": {},
        "screens": {},
        "position": 2,
    }


def test_there_are_no_notifications(customer: Client) -> None:
    assert answered(customer.get("/api/v1/online_notifications?expand=true")) == []
    assert answered(customer.post("/api/v1/online_notifications/mark_all_as_read")) == {}
    assert answered(customer.post("/api/v1/online_notifications/mark_all_as_read", json={"x": 1})) == {}


def test_customers_see_neither_roles_nor_fields(customer: Client) -> None:
    for path in (ROLES, f"{ROLES}/1", "/api/v1/object_manager_attributes"):
        assert refusal(customer.get(path)) == FORBIDDEN


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_another_method_names_the_route(agent: Client, method: str) -> None:
    answer = agent.request(method, ROLES, json={})

    assert refusal(answer) == (405, f"No route matches [{method}] {ROLES}")
    assert answer.headers["Allow"] == "GET, OPTIONS"
