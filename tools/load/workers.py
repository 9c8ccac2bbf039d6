"""Set up the desk of a load run: two customers, an agent for each worker, an administrator and a HappyFox key."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from tools.local_desk.client import Client
from tools.local_desk.world import World

SHARED_TICKETS = 6
"""Tickets that all workers work on at the same time."""

LABEL = "vip"
"""The declared label."""

Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Worker:
    """The identity of one process: its headers for each API, and the ids of its agent and its customer."""

    index: int
    customer: Headers
    """For the Tickets API, as is `agent`."""
    agent: Headers
    supportbee: Headers
    supportbee_admin: Headers
    zammad: Headers
    """An administrator's. `zammad_agent` and `zammad_customer` are those of `agent` and `customer`."""
    zammad_agent: Headers
    zammad_customer: Headers
    happyfox: Headers
    agent_id: int
    admin_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class SharedDesk:
    """The workers, the tickets that they share, and the group that tickets can be assigned to."""

    workers: tuple[Worker, ...]
    tickets: tuple[int, ...]
    group_id: int


def set_up_desk(world: World, worker_count: int) -> SharedDesk:
    """Set up the desk of the world for so many workers, and open the shared tickets."""
    answer = world.invoke("OpsSetUpDesk", _document(worker_count))
    tokens = {token["name"]: token for token in answer["tokens"]}
    people = {person["email"]: person["id"] for person in answer["people"]}
    workers = tuple(_worker(index, tokens, people) for index in range(worker_count))
    tickets = tuple(_open_ticket(world.client(workers[number % 2].customer)) for number in range(SHARED_TICKETS))
    return SharedDesk(workers, tickets, answer["groups"][0]["id"])


def _document(worker_count: int) -> dict[str, Any]:
    agents = [f"agent{index}@example.com" for index in range(worker_count)]
    customers = ["customer0@example.com", "customer1@example.com"]
    admin = "admin@example.com"
    people = [
        {"email": admin, "name": "Ada Admin", "agent": True, "permissions": ["admin", "ticket.agent"]},
        *({"email": email, "name": "Grace Agent", "agent": True} for email in agents),
        *({"email": email, "name": "Carl Customer"} for email in customers),
    ]
    tokens = [{"name": email, "person": email} for email in (admin, *agents, *customers)]
    return {
        "people": people,
        "groups": [{"name": "First line"}],
        "categories": [
            {"key": "general", "name": {"en": "General", "ru": "Общие вопросы"}},
            {"key": "billing", "name": {"en": "Billing", "ru": "Оплата"}},
        ],
        "labels": [{"name": LABEL}],
        "tokens": [*tokens, {"name": "happyfox"}],
    }


def _worker(index: int, tokens: dict[str, Any], people: dict[str, int]) -> Worker:
    agent, customer = f"agent{index}@example.com", f"customer{index % 2}@example.com"
    key = f"{tokens['happyfox']['api_key']}:{tokens['happyfox']['auth_code']}"
    return Worker(
        index,
        customer={"X-Token": tokens[customer]["token"]},
        agent={"X-Token": tokens[agent]["token"]},
        supportbee={"Authorization": f"Bearer {tokens[agent]['token']}"},
        supportbee_admin={"Authorization": f"Bearer {tokens['admin@example.com']['token']}"},
        zammad={"Authorization": f"Token token={tokens['admin@example.com']['token']}"},
        zammad_agent={"Authorization": f"Token token={tokens[agent]['token']}"},
        zammad_customer={"Authorization": f"Token token={tokens[customer]['token']}"},
        happyfox={"Authorization": f"Basic {b64encode(key.encode()).decode()}"},
        agent_id=people[agent],
        admin_id=people["admin@example.com"],
        customer_id=people[customer],
    )


def _open_ticket(client: Client) -> int:
    answer = client.post("/support/tickets", json={"summary": "Shared", "comment_body": "All workers work on this"})
    assert answer.status == 200, answer
    number: int = answer.json()["number"]
    return number
