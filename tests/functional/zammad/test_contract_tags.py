"""The exchanges about tags that clients of the vendor make, with a ticket that was made in this API."""

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON as HAPPYFOX
from tests.functional.happyfox.happyfox_calls import answered, key_holder
from tests.functional.zammad.states import zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World


def opened(agent: Client) -> int:
    """The id of a new ticket."""
    opening = {
        "title": "__pytest__",
        "group": "Users",
        "customer_id": "guess:new@example.com",
        "article": {"body": "article body"},
    }
    response = agent.post("/api/v1/tickets", json=opening)
    assert response.status == 201, response
    return int(response.json()["id"])


def test_a_tag_is_added_seen_elsewhere_and_removed(world: World, tokens: Tokens) -> None:
    agent = zammad_caller(world, tokens["agent"]["token"])
    number = opened(agent)
    tag = {"item": "vip", "object": "Ticket", "o_id": number}

    added = agent.post("/api/v1/tags/add", json=tag)
    assert (added.status, added.json()) == (201, True)
    assert agent.get(f"/api/v1/tags?object=Ticket&o_id={number}").json() == {"tags": ["vip"]}
    happyfox = key_holder(world, tokens["happyfox"])
    assert answered(happyfox.get(f"{HAPPYFOX}/ticket/{number}/"))["tags"] == "vip"
    removed = agent.delete("/api/v1/tags/remove", json=tag)
    assert (removed.status, removed.json()) == (200, True)
    assert agent.get(f"/api/v1/tags?object=Ticket&o_id={number}").json() == {"tags": []}
