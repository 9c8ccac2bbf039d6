"""`full`: everything that tickets refer to, once, by id; a customer is told no more of staff than names and ids."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder
from tests.functional.zammad.ticket_calls import ADMIN, AGENT, CUSTOMER, TICKETS, opened, shown
from tools.local_desk.client import Client
from tools.local_desk.world import World

Assets = dict[str, Any]

STAFF = ["agent@example.com", "admin@example.com"]


@pytest.fixture(autouse=True)
def three(world: World, tokens: Tokens) -> None:
    """One ticket of the administrator, changed by the agent, one of the agent, and one of nobody."""
    opened(world, tokens, {"assignee": ADMIN}, {"assignee": AGENT, "category": 2}, {})
    key = key_holder(world, tokens["happyfox"])
    answered(key.post(f"{JSON}/ticket/1/staff_update/", json={"staff": AGENT, "text": "Soon"}))


def of_list(caller: Client, **query: Any) -> Assets:
    """The assets of a page."""
    response = caller.get(TICKETS, params={"full": "true", **query})
    assert response.status == 200, response
    assets: Assets = response.json()["assets"]
    return assets


def test_tickets_have_the_ids_of_their_parts(zammad_agent: Client) -> None:
    plain = shown(zammad_agent, 1)
    parts = {"article_ids": [1001, 1002], "ticket_time_accounting_ids": []}
    assert of_list(zammad_agent)["Ticket"]["1"] == plain | parts
    assert shown(zammad_agent, 1, full="true")["assets"]["Ticket"] == {"1": plain | parts}


def test_users_are_owners_customers_creators_updaters_and_user_1(zammad_agent: Client) -> None:
    users = of_list(zammad_agent)["User"]
    assert [*users] == ["1", str(ADMIN), str(AGENT), str(CUSTOMER)]
    assert {number: user["login"] for number, user in users.items()} == {
        "1": "-",
        "2": "admin@example.com",
        "3": "agent@example.com",
        "4": "client@example.com",
    }
    assert {len(user) for user in users.values()} == {41}
    assert users["4"]["accounts"] == {}


def test_users_of_one_ticket_are_its_own(zammad_agent: Client) -> None:
    assert [*shown(zammad_agent, 3, full="true")["assets"]["User"]] == ["1", str(CUSTOMER)]


def test_roles_are_those_of_the_users(zammad_agent: Client) -> None:
    roles = of_list(zammad_agent)["Role"]
    assert {number: role["name"] for number, role in roles.items()} == {"1": "Admin", "2": "Agent", "3": "Customer"}
    assert [*shown(zammad_agent, 3, full="true")["assets"]["Role"]] == ["3"]


def test_groups_are_those_of_the_tickets(zammad_agent: Client) -> None:
    groups = of_list(zammad_agent)["Group"]
    assert [*groups] == ["1", "2"]
    assert groups["2"]["name"] == "Billing"
    assert groups["2"]["user_ids"] == [ADMIN, AGENT]
    assert [*shown(zammad_agent, 2, full="true")["assets"]["Group"]] == ["2"]


def test_there_are_no_organizations(zammad_agent: Client) -> None:
    assert of_list(zammad_agent).keys() == {"Ticket", "User", "Role", "Group"}


def test_an_empty_page_has_user_1_alone(zammad_agent: Client) -> None:
    assets = of_list(zammad_agent, page=9)
    assert ([*assets["User"]], assets["Ticket"], assets["Group"]) == (["1"], {}, {})


def test_a_customer_is_not_told_the_addresses_of_staff(zammad_client: Client, zammad_agent: Client) -> None:
    assets = of_list(zammad_client)

    assert not any(address in str(assets) for address in STAFF)
    users = assets["User"]
    seen = of_list(zammad_agent)["User"]
    assert users[str(CUSTOMER)] == seen[str(CUSTOMER)]
    for number in map(str, (ADMIN, AGENT)):
        assert users[number] == seen[number] | {"login": "-", "email": "", "phone": "", "mobile": ""}
    assert {tuple(group["user_ids"]) for group in assets["Group"].values()} == {()}
