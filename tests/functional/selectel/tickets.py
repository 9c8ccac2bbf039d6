"""What the tests of the Tickets API do again and again, and the shapes that its vendor's page documents."""

from typing import Any

from tools.local_desk.client import Client, Response

Json = dict[str, Any]

TICKET: Json = {
    "client_aliased_name": str | None,
    "client_emails": list,
    "closed_at": str | None,
    "created_at": str,
    "is_client_author": bool,
    "is_client_read": bool,
    "is_closed": bool,
    "is_resolved": bool,
    "number": int,
    "splitted_from_ticket_number": int | None,
    "status": dict,
    "summary": str,
    "type": None,
    "updated_at": str,
    "vote": dict | None,
}
"""The documented keys of a ticket and the types of their values."""

LISTED_TICKET: Json = {key: kind for key, kind in TICKET.items() if key != "splitted_from_ticket_number"}

COMMENT: Json = {
    "files": list,
    "body": str,
    "id": int,
    "is_client_author": bool,
    "is_client_read": bool,
    "sent_at": str,
    "splitted_at": str | None,
    "splitted_to_ticket_number": int | None,
    "vote": dict | None,
}
VOTE: Json = {"comment": str | None, "created_at": str, "score": int}
PAGE: Json = {"item_count": int, "items": list, "items_per_page": int, "page": int, "page_count": int}


def assert_shape(found: Json, shape: Json) -> None:
    """The documented keys, no other, each of its type."""
    assert set(found) == set(shape)
    for key, kind in shape.items():
        assert found[key] is None if kind is None else isinstance(found[key], kind), key


def answered(response: Response) -> Json:
    """The body of a response that must be a success."""
    assert response.status == 200, response
    body: Json = response.json()
    return body


def refusal(response: Response) -> tuple[int, str, str | None]:
    """Status, `error` and `location` of a refusal, whose body must have the documented shape."""
    body = response.json()
    assert {"error", "description"} <= set(body) <= {"error", "description", "location"}, response
    assert all(isinstance(text, str) and text for text in body.values()), response
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return response.status, body["error"], body.get("location")


def opened(client: Client, **fields: Any) -> Json:
    """A new ticket."""
    return answered(client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help", **fields}))


def found(client: Client, number: int) -> Json:
    """A ticket as it is now."""
    return answered(client.get(f"/support/tickets/{number}"))


def closed(client: Client, number: int, **fields: Any) -> Json:
    """A ticket, closed."""
    return answered(client.post(f"/support/tickets/{number}/close", json=fields))


def reopened(client: Client, number: int, **fields: Any) -> Json:
    """A closed ticket, reopened."""
    return answered(client.post(f"/support/tickets/{number}/reopen", json={"body": "Not yet", **fields}))


def commented(client: Client, number: int, body: str = "Any news?", **fields: Any) -> Json:
    """A new comment on a ticket."""
    return answered(client.post(f"/support/tickets/{number}/comments", json={"body": body, **fields}))


def comments(client: Client, number: int) -> list[Json]:
    """The comments of a ticket."""
    items: list[Json] = answered(client.get(f"/support/tickets/{number}/comments"))["items"]
    return items


def page(client: Client, **query: Any) -> Json:
    """A page of the list."""
    return answered(client.get("/support/tickets", params=query))


def numbers(page: Json) -> list[int]:
    """The numbers of the tickets on a page."""
    return [ticket["number"] for ticket in page["items"]]
