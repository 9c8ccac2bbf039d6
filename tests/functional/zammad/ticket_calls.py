"""What the tests of tickets in the Zammad API do again and again."""

from typing import Any

from tests.functional.happyfox.happyfox_calls import answered, key_holder, new
from tests.functional.zammad.states import zammad_caller
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

TICKETS = "/api/v1/tickets"

Json = dict[str, Any]

ADMIN, AGENT, CUSTOMER = 2, 3, 4
"""Ids of people in the sample desk."""

NAMES = {
    "group",
    "state",
    "priority",
    "owner",
    "customer",
    "created_by",
    "updated_by",
    "create_article_type",
    "create_article_sender",
    "ticket_time_accounting",
}
"""What `expand` adds, beside the ids of parts."""

PARTS = {"article_ids", "ticket_time_accounting_ids"}


def opened(world: World, tokens: Any, *fields: Json) -> None:
    """Open tickets of the sample desk's customer, one for each of the fields."""
    key = key_holder(world, tokens["happyfox"])
    answered(key.post("/api/1.1/json/tickets/", json=[new(**one) for one in fields or ({},)]))
    world.pump()


def listed(caller: Client, **query: Any) -> list[Json]:
    """The tickets of a page."""
    response = caller.get(TICKETS, params=query)
    assert response.status == 200, response
    found: list[Json] = response.json()
    return found


def ids(caller: Client, **query: Any) -> list[int]:
    """The ids of the tickets of a page."""
    return [one["id"] for one in listed(caller, **query)]


def shown(caller: Client, number: Any, **query: Any) -> Json:
    """A ticket."""
    response = caller.get(f"{TICKETS}/{number}", params=query)
    assert response.status == 200, response
    found: Json = response.json()
    return found


def text(response: Response) -> tuple[int, str]:
    """Status and sentence of a refusal, which must be said twice."""
    body = response.json()
    assert body == {"error": body["error"], "error_human": body["error"]}
    return response.status, body["error"]


def person_of(world: World, email: str, permissions: list[str], **person: Any) -> Client:
    """Somebody new with these permissions."""
    declared = {
        "people": [{"email": email, "name": "Some Body", "permissions": permissions, **person}],
        "tokens": [{"name": email, "person": email}],
    }
    [token] = world.invoke("OpsSetUpDesk", declared)["tokens"]
    return zammad_caller(world, token["token"])
