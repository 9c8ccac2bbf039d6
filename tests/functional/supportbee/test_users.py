"""GET /users.json and GET /users/{user_id}."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Tokens, set_up
from tests.functional.supportbee.supportbee_calls import JSON, refusal
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

ADMIN, AGENT, CLIENT, GROUP = 2, 3, 4, 1
"""The ids of the sample desk."""

ENVELOPE = ["total", "current_page", "per_page", "total_pages", "users"]


def found(response: Any) -> list[int]:
    """The ids of an answer."""
    assert (response.status, response.headers["Content-Type"]) == (200, JSON), response
    return [one["id"] for one in response.json()["users"]]


def declared(world: World, *people: dict[str, Any]) -> None:
    set_up(world, {"people": list(people)})
    world.pump()


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_active_agents_are_listed_by_id(world: World, api: Client, suffix: str) -> None:
    declared(
        world,
        {"email": "left@example.com", "name": "Left", "agent": True, "active": False},
        {"email": "new@example.com", "name": "New", "agent": True},
    )
    response = api.get(f"/users{suffix}")
    assert found(response) == [ADMIN, AGENT, 6]
    assert list(response.json()) == ["users"]


def test_a_user_has_the_documented_keys(api: Client) -> None:
    [_, user] = api.get("/users").json()["users"]
    assert set(user.pop("picture")) == {f"thumb{size}" for size in (20, 24, 32, 48, 64, 128)}
    [team] = user.pop("teams")
    assert (team["id"], team["name"]) == (GROUP, "First line")
    assert user == {
        "id": AGENT,
        "email": "agent@example.com",
        "name": "Grace Agent",
        "first_name": "Grace",
        "last_name": "Agent",
        "role": "agent",
        "agent": True,
        "type": "user",
        "two_factor_authentication_enabled": False,
    }


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ("admin", [ADMIN]),
        ("agent", [AGENT]),
        ("Agent, admin", [ADMIN, AGENT]),
        ("collaborator", []),
        ("collaborator,agent", [AGENT]),
        ("", [ADMIN, AGENT]),
        (",", [ADMIN, AGENT]),
    ],
)
def test_roles_select_users(api: Client, roles: str, expected: list[int]) -> None:
    response = api.get("/users", params={"with_roles": roles})
    assert found(response) == expected
    assert list(response.json()) == ["users"]


def test_a_list_with_customers_is_paged(world: World, api: Client) -> None:
    declared(world, *({"email": f"c{one}@example.com", "name": f"C {one}"} for one in range(3)))
    first = api.get("/users", params={"with_roles": "customer", "per_page": 3})
    assert found(first) == [CLIENT, 5, 6]
    assert list(first.json()) == ENVELOPE
    assert [first.json()[name] for name in ENVELOPE[:4]] == [4, 1, 3, 2]
    assert first.json()["users"][0]["role"] == "customer"
    assert found(api.get("/users", params={"with_roles": "customer", "per_page": 3, "page": 2})) == [7]
    past = api.get("/users", params={"with_roles": "customer", "per_page": 3, "page": 3})
    assert (found(past), past.json()["total"]) == ([], 4)
    every = api.get("/users", params={"with_roles": "customer,admin"})
    assert found(every) == [ADMIN, CLIENT, 5, 6, 7]
    assert every.json()["per_page"] == 100


def test_an_inactive_customer_is_not_listed(world: World, api: Client) -> None:
    declared(world, {"email": "client@example.com", "name": "Carl Client", "active": False})
    response = api.get("/users", params={"with_roles": "customer"})
    assert found(response) == []
    assert response.json()["total_pages"] == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"with_roles": "agents"}, "with_roles"),
        ({"with_roles": "customer", "page": "0"}, "page"),
        ({"with_roles": "customer", "page": "x"}, "page"),
        ({"with_roles": "customer", "per_page": "101"}, "per_page"),
        ({"type": "robot"}, "type"),
    ],
)
def test_what_is_wrong_is_named(api: Client, query: dict[str, str], field: str) -> None:
    status, sentence = refusal(api.get("/users", params=query))
    assert status == 400
    assert sentence.startswith(f"Validation failed: {field}")


def test_what_clients_send_along_changes_nothing(api: Client) -> None:
    query = {"with_invited": "False", "type": "user", "max_tickets": "5", "page": "x", "per_page": "0"}
    assert found(api.get("/users", params=query)) == [ADMIN, AGENT]


def test_there_are_no_groups_of_customers(api: Client) -> None:
    assert api.get("/users", params={"type": "customer_group"}).json() == {"users": []}


def test_a_token_is_tested_with_the_list(world: World, tokens: Tokens) -> None:
    assert found(world.client().get(f"/users?auth_token={tokens['agent']['token']}")) == [ADMIN, AGENT]
    assert refusal(world.client().get("/users?auth_token=wrong")) == (401, "The token is unknown.")


@pytest.mark.parametrize("suffix", ["", ".json"])
@pytest.mark.parametrize(("user", "role"), [(ADMIN, "admin"), (AGENT, "agent"), (CLIENT, "customer")])
def test_a_user_is_shown(api: Client, user: int, role: str, suffix: str) -> None:
    response = api.get(f"/users/{user}{suffix}")
    assert response.status == 200
    [(name, shown)] = response.json().items()
    assert (name, shown["id"], shown["role"], shown["type"]) == ("user", user, role, "user")


def test_somebody_who_has_left_is_shown(world: World, api: Client) -> None:
    declared(world, {"email": "client@example.com", "name": "Carl Client", "active": False})
    assert api.get(f"/users/{CLIENT}").json()["user"]["name"] == "Carl Client"


@pytest.mark.parametrize("user", ["1", "99", "0", "x", "3.xml", "3.json.json"])
def test_who_is_not_there_and_the_system_are_not_found(api: Client, user: str) -> None:
    assert refusal(api.get(f"/users/{user}")) == (404, "User not found.")


def test_a_list_takes_two_reads_and_a_user_one(api: Client) -> None:
    assert api.get("/users").status == 200
    with Meter(shared_resources().table) as meter:
        assert api.get("/users").status == 200
    assert meter.requests == {"Query": 1, "BatchGetItem": 1}
    assert meter.read_units <= 2
    with Meter(shared_resources().table) as meter:
        assert api.get(f"/users/{AGENT}").status == 200
    assert meter.requests == {"GetItem": 1}
