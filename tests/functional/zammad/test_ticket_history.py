"""What the API tells of a ticket's history."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered, key_holder
from tests.functional.zammad.states import refusal, zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World

ADMIN, AGENT, CUSTOMER = 2, 3, 4
HISTORY = "/api/v1/ticket_history"


@pytest.fixture
def happyfox(world: World, tokens: Tokens) -> Client:
    """The holder of the desk's key."""
    return key_holder(world, tokens["happyfox"])


def items(caller: Client, number: int) -> list[dict[str, Any]]:
    """The history of a ticket."""
    response = caller.get(f"{HISTORY}/{number}")
    assert response.status == 200, response
    body = response.json()
    assert set(body) == {"history", "assets"}
    found: list[dict[str, Any]] = body["history"]
    assert [one["id"] for one in found] == list(range(1, len(found) + 1))
    return found


def later(caller: Client, number: int) -> list[dict[str, Any]]:
    """What has happened since the ticket was opened, without what each item says of place, author and time."""
    common = {"id", "created_by_id", "created_at"}
    return [{key: value for key, value in one.items() if key not in common} for one in items(caller, number)[2:]]


def updated(number: int, attribute: str, old: tuple[str, int], new: tuple[str, int]) -> dict[str, Any]:
    """An item about an attribute that refers to something."""
    return {
        "o_id": number,
        "object": "Ticket",
        "type": "updated",
        "attribute": attribute,
        "value_from": old[0],
        "id_from": old[1],
        "value_to": new[0],
        "id_to": new[1],
    }


def article(number: int, place: int) -> dict[str, Any]:
    """An item about an article."""
    return {
        "o_id": number * 1000 + place,
        "object": "Ticket::Article",
        "type": "created",
        "related_o_id": number,
        "related_object": "Ticket",
    }


def test_a_fresh_ticket_has_two_items(zammad_agent: Client, ticket: int) -> None:
    first, second = items(zammad_agent, ticket)
    at = first["created_at"]
    by = {"created_by_id": CUSTOMER, "created_at": at}
    assert first == {"id": 1, "o_id": ticket, "object": "Ticket", "type": "created", **by}
    assert second == {"id": 2, **article(ticket, 1), **by}


def test_a_state_and_its_time_are_updated(zammad_agent: Client, ticket: int) -> None:
    pending = {"state": "pending reminder", "pending_time": "2027-01-05T10:00:00Z"}
    assert zammad_agent.put(f"/api/v1/tickets/{ticket}", json=pending).status == 200
    assert later(zammad_agent, ticket) == [
        {
            "o_id": ticket,
            "object": "Ticket",
            "type": "updated",
            "attribute": "pending_time",
            "value_from": None,
            "value_to": "2027-01-05T10:00:00.000Z",
        },
        updated(ticket, "state", ("new", 1), ("pending reminder", 3)),
    ]


def test_an_article_follows_what_else_its_update_did(zammad_agent: Client, happyfox: Client, ticket: int) -> None:
    update = {"staff": AGENT, "text": "On it", "status": 2, "priority": 3, "assignee": AGENT}
    answered(happyfox.post(f"{HAPPYFOX}/ticket/{ticket}/staff_update/", json=update))
    found = items(zammad_agent, ticket)[2:]
    assert later(zammad_agent, ticket) == [
        updated(ticket, "state", ("new", 1), ("open", 2)),
        updated(ticket, "priority", ("2 normal", 2), ("3 high", 3)),
        updated(ticket, "owner", ("-", 1), ("Grace Agent", AGENT)),
        article(ticket, 2),
    ]
    assert {one["created_by_id"] for one in found} == {AGENT}
    assert len({one["created_at"] for one in found}) == 1


def test_a_title_and_a_group_are_updated(zammad_agent: Client, happyfox: Client, ticket: int) -> None:
    move = {"staff_id": AGENT, "target_category_id": 2}
    answered(happyfox.post(f"{HAPPYFOX}/ticket/{ticket}/move/", json=move))
    assert zammad_agent.put(f"/api/v1/tickets/{ticket}", json={"title": "Fixed"}).status == 200
    title = {"attribute": "title", "value_from": "Broken", "value_to": "Fixed"}
    assert later(zammad_agent, ticket) == [
        updated(ticket, "group", ("Users", 1), ("Billing", 2)),
        {"o_id": ticket, "object": "Ticket", "type": "updated", **title},
    ]


def test_tags_are_added_and_removed_one_by_one(zammad_agent: Client, happyfox: Client, ticket: int) -> None:
    for change in ({"add": "a,b"}, {"add": "c", "remove": "A"}):
        answered(happyfox.post(f"{HAPPYFOX}/ticket/{ticket}/update_tags/", json={"staff_id": AGENT, **change}))
    assert [(one["type"], one["attribute"], one["value_to"]) for one in later(zammad_agent, ticket)] == [
        ("added", "tag", "a"),
        ("added", "tag", "b"),
        ("removed", "tag", "a"),
        ("added", "tag", "c"),
    ]
    assert set(later(zammad_agent, ticket)[0]) == {"o_id", "object", "type", "attribute", "value_to"}


def test_a_ticket_that_a_group_gets_is_taken_from_its_owner(
    world: World, tokens: Tokens, zammad_agent: Client, ticket: int
) -> None:
    supportbee = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    for assignment in ({"user_id": AGENT}, {"group_id": 1}):
        body = {"assignment": assignment}
        assert supportbee.post(f"/tickets/{ticket}/assignments.json", json=body).status == 201
    assert later(zammad_agent, ticket) == [
        updated(ticket, "owner", ("-", 1), ("Grace Agent", AGENT)),
        updated(ticket, "owner", ("Grace Agent", AGENT), ("-", 1)),
    ]


def test_what_the_vendor_has_no_name_for_has_no_item(
    world: World, tokens: Tokens, zammad_agent: Client, happyfox: Client, ticket: int
) -> None:
    supportbee = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert supportbee.post(f"/tickets/{ticket}/star").status == 204
    assert supportbee.post(f"/tickets/{ticket}/archive").status == 204
    assert zammad_agent.post(f"/api/v1/tickets/{ticket}/time_accountings", json={"time_unit": 1}).status == 201
    note = {"staff": AGENT, "text": "A note"}
    answered(happyfox.post(f"{HAPPYFOX}/ticket/{ticket}/staff_pvtnote/", json=note))
    assert later(zammad_agent, ticket) == [article(ticket, 2)]


def test_assets_have_the_ticket_its_articles_and_the_people(
    zammad_agent: Client, happyfox: Client, ticket: int
) -> None:
    update = {"staff": ADMIN, "assignee": AGENT}
    answered(happyfox.post(f"{HAPPYFOX}/ticket/{ticket}/staff_update/", json=update))
    assets = zammad_agent.get(f"{HISTORY}/{ticket}").json()["assets"]
    assert assets["Ticket"][str(ticket)]["article_ids"] == [ticket * 1000 + 1]
    assert [one["body"] for one in assets["TicketArticle"].values()] == ["Help"]
    assert {*assets["User"]} == {"1", str(ADMIN), str(AGENT), str(CUSTOMER)}


def test_a_ticket_without_a_message_has_no_article(zammad_agent: Client) -> None:
    opening = {"title": "Silent", "group": "Users", "customer_id": CUSTOMER}
    number = zammad_agent.post("/api/v1/tickets", json=opening).json()["id"]
    assert [one["object"] for one in items(zammad_agent, number)] == ["Ticket"]
    assert zammad_agent.put(f"/api/v1/tickets/{number}", json={"article": {"body": "Words"}}).status == 200
    assert later(zammad_agent, number) == []
    assert items(zammad_agent, number)[1]["o_id"] == number * 1000 + 1


def test_only_agents_read_histories(world: World, tokens: Tokens, ticket: int) -> None:
    customer = zammad_caller(world, tokens["client"]["token"])
    assert refusal(customer.get(f"{HISTORY}/{ticket}")) == (403, "Not authorized (user)!")


@pytest.mark.parametrize("number", ["999", "nope"])
def test_an_unknown_ticket_is_not_found(zammad_agent: Client, number: str) -> None:
    assert refusal(zammad_agent.get(f"{HISTORY}/{number}")) == (404, f"Couldn't find Ticket with 'id'={number}")
