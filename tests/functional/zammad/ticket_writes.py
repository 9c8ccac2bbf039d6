"""What the tests of written tickets do again and again."""

from typing import Any

from tests.functional.zammad.states import Json
from tools.local_desk.client import Client, Response

TICKETS = "/api/v1/tickets"

ADMIN, AGENT, CUSTOMER = 2, 3, 4
"""Ids of people in the sample desk."""

BASE: Json = {"title": "Broken", "group_id": 1, "customer_id": CUSTOMER, "article": {"body": "Help"}}


def created(client: Client, **fields: Any) -> Json:
    """Open a ticket and answer it. A field that is given as ... is left out."""
    return answered(create(client, **fields), 201)


def create(client: Client, **fields: Any) -> Response:
    """Send a new ticket."""
    body = {name: value for name, value in {**BASE, **fields}.items() if value is not ...}
    return client.post(TICKETS, json=body)


def changed(client: Client, number: int, **fields: Any) -> Json:
    """Change a ticket and answer it."""
    return answered(change(client, number, **fields), 200)


def change(client: Client, number: int, **fields: Any) -> Response:
    """Send changes of a ticket."""
    return client.put(f"{TICKETS}/{number}", json=fields)


def answered(response: Response, status: int) -> Json:
    """Return the ticket of an answer with this status and an ETag."""
    assert response.status == status, response.text
    assert response.headers["etag"].strip('"').isdigit()
    data: Json = response.json()
    return data


def version(response: Response) -> int:
    """Return the version that an answer carries as its ETag."""
    return int(response.headers["etag"].strip('"'))
