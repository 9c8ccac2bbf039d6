"""Files of the SupportBee API on their way into a desk: uploaded, and attached by their numbers."""

from typing import Any

from polydesk.desk.messages import NewFile, NewMessage
from polydesk.domain.file import File
from polydesk.domain.ticket import Attachment
from tests.functional.internals import current_desk, principal
from tools.local_desk.client import Client, Response

Json = dict[str, Any]

HELLO = NewFile("a.txt", "text/plain", b"hello")


def stored(token: str, new: NewFile = HELLO) -> File:
    """Store a file as the person with this token."""
    return current_desk().files.store(new, principal(token))


def attached(token: str, numbers: list[int], ticket: int = 1) -> tuple[Attachment, ...]:
    """Write a message with the files of these numbers; return its attachments."""
    outcome = current_desk().tickets.comment(ticket, principal(token), NewMessage("See here", numbers=numbers))
    assert outcome.written.message is not None
    return outcome.written.message.files


def post(
    api: Client, content: bytes = b"hello", name: str = "a.txt", kind: str = "text/plain", **more: Any
) -> Response:
    """Upload a file whose part is labelled with this type."""
    return api.post("/attachments", files={"files[]": (name, content, kind)}, **more)


def posted(api: Client, content: bytes = b"hello", name: str = "a.txt", kind: str = "text/plain", **more: Any) -> Json:
    """Upload a file; return the answer's body."""
    response = post(api, content, name, kind, **more)
    assert response.status == 201, response
    body: Json = response.json()
    return body


def part(head: str, content: str = "hello") -> tuple[bytes, dict[str, str]]:
    """Return a form with one part, written by hand, and its header."""
    return f"--x\r\n{head}\r\n\r\n{content}\r\n--x--\r\n".encode(), {"Content-Type": "multipart/form-data; boundary=x"}
