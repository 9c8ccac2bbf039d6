"""What the tests of replies, comments and new tickets do again and again."""

from typing import Any
from urllib.parse import urlencode

from tools.local_desk.client import Client, Response

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
COUNTS = ("replies_count", "agent_replies_count", "comments_count")


def written(response: Response, name: str) -> dict[str, Any]:
    """The reply, comment or ticket of an answer to a write that must have succeeded."""
    assert response.status == 201, response.content
    body: dict[str, dict[str, Any]] = response.json()
    assert set(body) == {name}
    return body[name]


def reply(api: Client, text: str = "Unplug it", number: int = 1, **fields: Any) -> dict[str, Any]:
    """A reply that was written."""
    body = {"reply": {"content": {"text": text}, **fields}}
    return written(api.post(f"/tickets/{number}/replies", json=body), "reply")


def comment(api: Client, text: str = "Seen", number: int = 1, **fields: Any) -> dict[str, Any]:
    """A comment that was written."""
    body = {"comment": {"content": {"text": text}, **fields}}
    return written(api.post(f"/tickets/{number}/comments", json=body), "comment")


def form(**fields: str) -> dict[str, Any]:
    """The arguments of a request with a form, whose names are given by the whole dictionary `fields`."""
    return {"content": urlencode(fields).encode(), "headers": FORM}


def replies(api: Client, number: int = 1) -> list[dict[str, Any]]:
    """The replies of a ticket."""
    found: list[dict[str, Any]] = api.get(f"/tickets/{number}/replies").json()["replies"]
    return found


def comments(api: Client, number: int = 1) -> list[dict[str, Any]]:
    """The comments of a ticket."""
    found: list[dict[str, Any]] = api.get(f"/tickets/{number}/comments").json()["comments"]
    return found


def texts(messages: list[dict[str, Any]]) -> list[str]:
    """The texts of messages."""
    return [one["content"]["text"] for one in messages]
