"""What the tests of articles in the Zammad API do again and again."""

from base64 import b64encode
from typing import Any

from tests.functional.zammad.states import Json
from tools.local_desk.client import Client, Response

ARTICLES = "/api/v1/ticket_articles"
ATTACHMENTS = "/api/v1/ticket_attachment"

KEYS = {
    "id",
    "ticket_id",
    "type_id",
    "sender_id",
    "from",
    "to",
    "cc",
    "subject",
    "reply_to",
    "message_id",
    "message_id_md5",
    "in_reply_to",
    "content_type",
    "references",
    "body",
    "internal",
    "preferences",
    "updated_by_id",
    "created_by_id",
    "origin_by_id",
    "created_at",
    "updated_at",
    "attachments",
    "created_by",
    "updated_by",
    "type",
    "sender",
    "time_unit",
}
"""The keys of every article; `origin_by` stands beside them where there is an origin."""


def write(client: Client, number: Any, body: str = "b", **fields: Any) -> Response:
    """Send an article."""
    return client.post(ARTICLES, json={"ticket_id": number, "body": body, **fields})


def written(client: Client, number: Any, body: str = "b", **fields: Any) -> Json:
    """Send an article that must be taken."""
    response = write(client, number, body, **fields)
    assert response.status == 201, response
    found: Json = response.json()
    return found


def listed(client: Client, number: Any, **query: Any) -> list[Json]:
    """The articles of a ticket."""
    response = client.get(f"{ARTICLES}/by_ticket/{number}", params=query)
    assert response.status == 200, response
    found: list[Json] = response.json()
    return found


def bodies(client: Client, number: Any, **query: Any) -> list[str]:
    """The texts of the articles of a ticket."""
    return [one["body"] for one in listed(client, number, **query)]


def file(name: str = "some_file.txt", content: bytes = b"test 123", kind: str = "text/plain") -> Json:
    """An attachment to send."""
    return {"filename": name, "data": b64encode(content).decode(), "mime-type": kind}


def address(article: Json, place: int = 0) -> str:
    """The path of an attachment of an article."""
    return f"{ATTACHMENTS}/{article['ticket_id']}/{article['id']}/{article['attachments'][place]['id']}"
