"""The endpoints that take a body, each with something to send bodies to."""

from typing import Any

from tests.functional.selectel.tickets import closed, commented, found, opened
from tools.local_desk.client import Client, Response

CREATE, MODIFY, CLOSE, REOPEN = "create", "modify", "close", "reopen"
EVALUATE_TICKET, COMMENT, EVALUATE_COMMENT = "evaluate ticket", "comment", "evaluate comment"

LEAST: dict[str, dict[str, Any]] = {
    CREATE: {"summary": "s", "comment_body": "c"},
    MODIFY: {},
    CLOSE: {},
    REOPEN: {"body": "b"},
    EVALUATE_TICKET: {"score": 1},
    COMMENT: {"body": "b"},
    EVALUATE_COMMENT: {"score": 1},
}
"""The least that each of them takes."""


class Target:
    """A ticket to send bodies about: open, or closed where it has to be reopened, with a comment of staff."""

    def __init__(self, client: Client, agent: Client, operation: str) -> None:
        """Open a ticket that the operation can succeed on."""
        self.client = client
        self.operation = operation
        number = opened(client)["number"]
        comment = commented(agent, number)["id"]
        if operation == REOPEN:
            closed(client, number)
        self.before = found(client, number)
        self.method, self.path = {
            CREATE: ("POST", "/support/tickets"),
            MODIFY: ("PATCH", f"/support/tickets/{number}"),
            CLOSE: ("POST", f"/support/tickets/{number}/close"),
            REOPEN: ("POST", f"/support/tickets/{number}/reopen"),
            EVALUATE_TICKET: ("POST", f"/support/tickets/{number}/vote"),
            COMMENT: ("POST", f"/support/tickets/{number}/comments"),
            EVALUATE_COMMENT: ("POST", f"/support/comments/{comment}/vote"),
        }[operation]

    def send(self, body: dict[str, Any]) -> Response:
        """Send the least that the endpoint takes, changed by this body, as JSON."""
        return self.client.request(self.method, self.path, json={**LEAST[self.operation], **body})

    def send_text(self, content: bytes, media_type: str = "application/json") -> Response:
        """Send these bytes."""
        return self.client.request(self.method, self.path, content=content, headers={"Content-Type": media_type})

    def is_untouched(self) -> bool:
        """Whether the ticket is as it was in the beginning."""
        return found(self.client, self.before["number"]) == self.before


class Targets:
    """One target for each endpoint, kept for as long as nothing is accepted, and new ones on demand."""

    def __init__(self, client: Client, agent: Client) -> None:
        """Make targets with these callers."""
        self._callers = client, agent
        self._kept: dict[str, Target] = {}

    def __getitem__(self, operation: str) -> Target:
        """The target that only refusals go to."""
        if operation not in self._kept:
            self._kept[operation] = self.new(operation)
        return self._kept[operation]

    def new(self, operation: str) -> Target:
        """Another one."""
        return Target(*self._callers, operation)
