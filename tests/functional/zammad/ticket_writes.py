"""What the tests of written tickets do again and again."""

from typing import Any

from polydesk.desk.resources import shared_resources
from polydesk.domain.person import Person
from polydesk.domain.ticket import HistoryEntry, Message
from tests.functional.zammad.states import Json, refusal
from tools.local_desk.client import Client, Response

ADMIN, AGENT, CUSTOMER = 2, 3, 4
"""Ids of people in the sample desk."""

TICKETS = "/api/v1/tickets"

BASE: Json = {"title": "Broken", "group_id": 1, "customer_id": CUSTOMER, "article": {"body": "Help"}}


def created(client: Client, /, **fields: Any) -> Json:
    """Open a ticket and answer it. A field that is given as ... is left out."""
    return answered(create(client, **fields), 201)


def create(client: Client, /, **fields: Any) -> Response:
    """Send a new ticket."""
    body = {name: value for name, value in {**BASE, **fields}.items() if value is not ...}
    return client.post(TICKETS, json=body)


def changed(client: Client, number: int, /, **fields: Any) -> Json:
    """Change a ticket and answer it."""
    return answered(change(client, number, **fields), 200)


def change(client: Client, number: int, /, **fields: Any) -> Response:
    """Send changes of a ticket."""
    return client.put(f"{TICKETS}/{number}", json=fields)


def answered(response: Response, status: int) -> Json:
    """Return the ticket of an answer with this status and an ETag."""
    assert response.status == status, response.text
    assert response.headers["etag"].strip('"').isdigit()
    data: Json = response.json()
    return data


def refused(response: Response) -> str:
    """Return the sentence of a refusal with 422."""
    status, sentence = refusal(response)
    assert status == 422, response
    return sentence


def person(number: int) -> Person:
    """Return a person as stored."""
    return shared_resources().people.get(number)


def history(number: int) -> list[HistoryEntry]:
    """Return the history of a ticket, oldest first."""
    return [entry for entry, _ in shared_resources().tickets.newest_first(number)][::-1]


def messages(number: int) -> list[Message]:
    """Return the messages of a ticket, oldest first."""
    return [entry.message for entry in history(number) if entry.message]


def version(response: Response) -> int:
    """Return the version that an answer carries as its ETag."""
    return int(response.headers["etag"].strip('"'))
