"""GET staff/: all agents, active or not, by id, with the addresses that clients compare."""

from typing import Any

from tests.functional.callers import set_up
from tests.functional.happyfox.happyfox_calls import ADMIN, AGENT, JSON, answered
from tools.local_desk.client import Client
from tools.local_desk.world import World


def staff(api: Client) -> Any:
    """The members of staff."""
    return answered(api.get(f"{JSON}/staff/"))


def added(world: World, **person: Any) -> None:
    """Add or change an agent."""
    set_up(world, {"people": [{"agent": True, **person}]})
    world.pump()


def test_agents_are_listed_without_customers_and_the_system(api: Client) -> None:
    assert staff(api) == [
        {
            "id": ADMIN,
            "name": "Ada Admin",
            "email": "admin@example.com",
            "active": True,
            "is_account_admin": True,
            "role": {"id": 1, "name": "Administrator"},
            "categories": [1, 2],
            "permissions": [],
        },
        {
            "id": AGENT,
            "name": "Grace Agent",
            "email": "agent@example.com",
            "active": True,
            "is_account_admin": False,
            "role": {"id": 2, "name": "Agent"},
            "categories": [1, 2],
            "permissions": [],
        },
    ]


def test_an_agent_who_is_not_active_is_listed_as_such(world: World, api: Client) -> None:
    added(world, email="agent@example.com", name="Grace Agent", active=False)

    assert [(one["id"], one["active"]) for one in staff(api)] == [(ADMIN, True), (AGENT, False)]


def test_an_address_is_shown_as_it_was_written(world: World, api: Client) -> None:
    added(world, email="Zoe.Miller@Example.com", name="Zoe")
    added(world, email="amy@example.com", name="Amy")

    assert [one["email"] for one in staff(api)][2:] == ["Zoe.Miller@Example.com", "amy@example.com"]


def test_a_customer_who_becomes_an_agent_is_listed(world: World, api: Client) -> None:
    added(world, email="client@example.com", name="Carl Client")

    assert [one["name"] for one in staff(api)] == ["Ada Admin", "Grace Agent", "Carl Client"]
