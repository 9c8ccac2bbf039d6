"""Tickets that have a deleted group, or had one, still show it; nobody else has it any more."""

import pytest

from polydesk.desk import desk
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.zammad.states import answered
from tools.local_desk.client import Client
from tools.local_desk.world import World

BILLING = "/api/v1/groups/2"
TICKETS = "/api/v1/tickets"


@pytest.fixture
def api(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk, for HappyFox's API."""
    return key_holder(world, tokens["happyfox"])


@pytest.fixture
def number(client: Client) -> int:
    """The number of a ticket in the group Billing, which the index of facts does not know yet."""
    ticket = {"summary": "It is broken", "comment_body": "Help", "topic_key": "billing"}
    return int(client.post("/support/tickets", json=ticket).json()["number"])


@pytest.mark.parametrize("path", ["/{number}?full=true", "?full=true", "/search?query=broken&full=true"])
def test_assets_have_the_deleted_group_of_a_ticket(
    world: World, zammad: Client, zammad_agent: Client, number: int, path: str
) -> None:
    answered(zammad.delete(BILLING))
    world.pump()
    desk.reset()

    assets = answered(zammad_agent.get(TICKETS + path.format(number=number)))["assets"]

    assert assets["Ticket"][str(number)]["group_id"] == 2
    assert assets["Group"]["2"]["name"] == "Billing"


def test_agents_do_not_have_the_deleted_group_of_a_ticket(zammad: Client, zammad_agent: Client, number: int) -> None:
    answered(zammad.delete(BILLING))
    desk.reset()

    users = answered(zammad_agent.get(f"{TICKETS}/{number}?full=true"))["assets"]["User"].values()

    assert {group for user in users for group in user["group_ids"]} <= {"1"}


def test_the_names_beside_a_ticket_have_its_deleted_group(zammad: Client, zammad_agent: Client, number: int) -> None:
    answered(zammad.delete(BILLING))
    desk.reset()

    assert answered(zammad_agent.get(f"{TICKETS}/{number}?expand=true"))["group"] == "Billing"


def test_histories_name_the_deleted_group_that_a_ticket_left(
    zammad: Client, zammad_agent: Client, api: Client, number: int
) -> None:
    answered(zammad_agent.put(f"{TICKETS}/{number}", json={"group": "Users"}))
    answered(zammad.delete(BILLING))
    desk.reset()

    history = answered(zammad_agent.get(f"/api/v1/ticket_history/{number}"))["history"]
    assert [one["value_from"] for one in history if one.get("attribute") == "group"] == ["Billing"]
    updates = answered(api.get(f"{HAPPYFOX}/ticket/{number}/"))["updates"]
    assert [one["category_change"]["old_name"] for one in updates if one["category_change"]] == ["Billing"]


def test_a_deleted_group_is_not_given_to_a_ticket(zammad: Client, zammad_agent: Client, number: int) -> None:
    answered(zammad.delete(BILLING))
    desk.reset()
    new = {"title": "Broken", "customer_id": 4, "article": {"body": "Help"}}
    other = answered(zammad_agent.post(TICKETS, json={**new, "group": "Users"}), 201)["id"]

    for body in ({"group_id": 2}, {"group": "Billing"}):
        assert zammad_agent.put(f"{TICKETS}/{other}", json=body).status == 422
        assert zammad_agent.post(TICKETS, json={**new, **body}).status == 422
    assert answered(zammad_agent.put(f"{TICKETS}/{number}", json={"group_id": 2}))["group_id"] == 2
