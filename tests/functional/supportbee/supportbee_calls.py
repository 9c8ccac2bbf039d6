"""What the tests of the SupportBee API do again and again."""

import re
from typing import Any

from polydesk.desk.resources import shared_resources
from polydesk.domain.ticket import HistoryEntry, Ticket
from tests.functional.callers import set_up
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

JSON = "application/json; charset=utf-8"

ACTIONS = [
    ("POST", "archive"),
    ("DELETE", "archive"),
    ("POST", "star"),
    ("DELETE", "star"),
    ("POST", "spam"),
    ("DELETE", "spam"),
    ("POST", "trash"),
    ("DELETE", "trash"),
    ("POST", "answered"),
    ("DELETE", "answered"),
]
"""The endpoints that need no body: method and last part of the path."""


def stored(number: int) -> Ticket:
    """A ticket as the desk has it."""
    ticket = shared_resources().tickets.get(number)
    assert ticket is not None
    return ticket


def history(number: int) -> list[HistoryEntry]:
    """Everything that has been done with a ticket since it was opened."""
    opening, *later = [update for update, _ in shared_resources().tickets.newest_first(number)][::-1]
    assert opening.kind == "opened"
    return later


def history_kinds(number: int) -> list[str]:
    """The kinds of what has been done with a ticket since it was opened."""
    return [update.kind for update in history(number)]


def assigned(response: Response) -> dict[str, Any]:
    """The assignment of an answer that must be one."""
    assert (response.status, response.headers["Content-Type"]) == (201, JSON), response
    body: dict[str, dict[str, Any]] = response.json()
    assert set(body) == {"assignment"}
    return body["assignment"]


def is_done(response: Response) -> bool:
    """Whether the answer is the documented success with no body, not even the name of a format."""
    return response.status == 204 and not response.content and "Content-Type" not in response.headers


def refusal(response: Response) -> tuple[int, str]:
    """Status and sentence of a refusal, whose body must have the documented shape."""
    assert response.headers["Content-Type"] == JSON, response
    body = response.json()
    assert set(body) == {"error"}, response
    assert re.fullmatch(r"[A-Z].*\.", body["error"]), response
    return response.status, body["error"]


def hired(world: World, email: str, name: str = "Agent,2", **person: Any) -> int:
    """An agent who has not been there before; the new person's id."""
    declared = {"email": email, "name": name, "agent": True, **person}
    (answer,) = world.invoke("OpsSetUpDesk", {"people": [declared]})["people"]
    return int(answer["id"])


def token_of(world: World, email: str, **token: Any) -> str:
    """A new token of somebody who is there already."""
    declared = {"tokens": [{"name": f"another of {email}", "person": email, **token}]}
    return str(set_up(world, declared)[f"another of {email}"]["token"])


def listed(caller: Client, **query: Any) -> tuple[int, list[int]]:
    """A page of the Tickets API's list: how many tickets there are in all, and the numbers on the page."""
    page = caller.get("/support/tickets", params=query).json()
    return page["item_count"], [ticket["number"] for ticket in page["items"]]


def shown(response: Response) -> dict[str, Any]:
    """The body of an answer that must be a success."""
    assert (response.status, response.headers["Content-Type"]) == (200, JSON), response
    body: dict[str, Any] = response.json()
    return body


def page(caller: Client, **query: Any) -> dict[str, Any]:
    """A page of this API's list."""
    return shown(caller.get("/tickets", params=query))


def found(caller: Client, **query: Any) -> list[int]:
    """The numbers of the tickets of this API's list, whose total must be right."""
    body = page(caller, **query)
    assert body["total"] == len(body["tickets"])
    return numbers(body)


def numbers(body: dict[str, Any]) -> list[int]:
    """The numbers of the tickets of a page."""
    return [ticket["id"] for ticket in body["tickets"]]


def ticket_of(caller: Client, number: int) -> dict[str, Any]:
    """One ticket."""
    body = shown(caller.get(f"/tickets/{number}"))
    assert set(body) == {"ticket"}
    ticket: dict[str, Any] = body["ticket"]
    return ticket
