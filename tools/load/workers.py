"""Whom the desk of a load run knows: two clients, an agent for each process, an administrator and a key."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from tools.local_desk.client import Client
from tools.local_desk.world import World

SHARED_TICKETS = 6
"""Tickets on which everybody works at once."""


@dataclass(frozen=True, slots=True)
class Member:
    """Whom one process calls as: headers of each role, and the ids of its agent and its client."""

    index: int
    client: dict[str, str]
    agent: dict[str, str]
    bearer: dict[str, str]
    admin: dict[str, str]
    fox: dict[str, str]
    agent_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class Crew:
    """The members, the tickets that they share and the group that tickets can be given to."""

    members: tuple[Member, ...]
    tickets: tuple[int, ...]
    group_id: int


def gather(world: World, size: int) -> Crew:
    """Set a desk up for so many processes, with its shared tickets."""
    answer = world.invoke("OpsSetUpDesk", _document(size))
    tokens = {token["name"]: token for token in answer["tokens"]}
    people = {person["email"]: person["id"] for person in answer["people"]}
    members = tuple(_member(index, tokens, people) for index in range(size))
    tickets = tuple(_opened(world.client(members[number % 2].client)) for number in range(SHARED_TICKETS))
    return Crew(members, tickets, answer["groups"][0]["id"])


def _document(size: int) -> dict[str, Any]:
    agents = [f"agent{index}@example.com" for index in range(size)]
    clients = ["client0@example.com", "client1@example.com"]
    admin = "admin@example.com"
    people = [
        {"email": admin, "name": "Ada Admin", "agent": True, "permissions": ["admin", "ticket.agent"]},
        *({"email": email, "name": "Grace Agent", "agent": True} for email in agents),
        *({"email": email, "name": "Carl Client"} for email in clients),
    ]
    tokens = [{"name": email, "person": email} for email in (admin, *agents, *clients)]
    return {
        "people": people,
        "groups": [{"name": "First line"}],
        "categories": [{"key": "general", "name": {"en": "General", "ru": "Общие вопросы"}}],
        "tokens": [*tokens, {"name": "fox"}],
    }


def _member(index: int, tokens: dict[str, Any], people: dict[str, int]) -> Member:
    agent, client = f"agent{index}@example.com", f"client{index % 2}@example.com"
    pair = f"{tokens['fox']['api_key']}:{tokens['fox']['auth_code']}"
    return Member(
        index,
        client={"X-Token": tokens[client]["token"]},
        agent={"X-Token": tokens[agent]["token"]},
        bearer={"Authorization": f"Bearer {tokens[agent]['token']}"},
        admin={"Authorization": f"Token token={tokens['admin@example.com']['token']}"},
        fox={"Authorization": f"Basic {b64encode(pair.encode()).decode()}"},
        agent_id=people[agent],
        customer_id=people[client],
    )


def _opened(client: Client) -> int:
    answer = client.post("/support/tickets", json={"summary": "Shared", "comment_body": "Everybody works on this"})
    assert answer.status == 200, answer
    number: int = answer.json()["number"]
    return number
