"""The sample desk in a deployed stack, called over HTTP."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tools.local_aws.differences import plain_http_allowed
from tools.local_aws.stack import Failed, Stack
from tools.sample_events import event

REQUEST_SECONDS = 60.0
"""Functions start cold, on a machine that may be busy; API Gateway itself waits 29 seconds."""

Tokens = dict[str, dict[str, Any]]
"""Tokens by name, as the set-up function returns them."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A deployed desk, its tokens, and an HTTP client. All calls raise Failed unless they succeed."""

    stack: Stack
    tokens: Tokens
    http: httpx.Client

    def token(self, name: str) -> str:
        """Return the token of `admin`, `agent` or `client`."""
        text: str = self.tokens[name]["token"]
        return text

    def person(self, name: str) -> int:
        """Return the id of `admin`, `agent` or `client`."""
        number: int = self.tokens[name]["person_id"]
        return number

    @property
    def happyfox(self) -> tuple[str, str]:
        """HappyFox's API key and auth code, for Basic authentication."""
        return self.tokens["happyfox"]["api_key"], self.tokens["happyfox"]["auth_code"]

    def selectel(self, method: str, path: str, by: str, **request: Any) -> Any:
        """Call the Tickets API with the token named `by`, and return the JSON of the response."""
        return self.call(method, f"/support/{path}", headers={"X-Token": self.token(by)}, **request).json()

    def supportbee(self, path: str, **request: Any) -> httpx.Response:
        """Send a POST to SupportBee's API with the agent's token in the query."""
        return self.call("POST", f"/{path}", params={"auth_token": self.token("agent")}, **request)

    def zammad(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Call the Zammad API as the administrator."""
        headers = {"Authorization": f"Token token={self.token('admin')}"}
        return self.call(method, f"/api/v1/{path}", headers=headers, **request)

    def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send a request."""
        response = self.http.request(method, path, **request)
        if not response.is_success:
            raise Failed(f"{method} {path}: {response.status_code} {response.text}")
        return response


def set_up(stack: Stack, document: Mapping[str, Any] | None = None) -> Tokens:
    """Invoke the set-up function, by default with the sample document, and return its tokens."""
    answer = stack.invoke("OpsSetUpDesk", document or event("ops/set_up_desk"))
    return {token["name"]: token for token in answer["tokens"]}


@contextmanager
def sample_desk(stack: Stack) -> Iterator[Desk]:
    """Set up the sample desk with one customer more, and with three tickets, which the sample events act on.

    The first is open and answered by the agent with a file, the attachment 1. The second is closed and has the label
    "waiting", and 15 minutes are booked on it. The third, opened by the agent, is in the trash. The customer has none.
    """
    with httpx.Client(base_url=stack.base_url, timeout=REQUEST_SECONDS) as http:
        desk = Desk(stack, set_up(stack), http)
        set_up(stack, {"people": [{"email": "spare@example.com", "name": "Sue Spare"}]})
        for _ in range(2):
            desk.selectel("POST", "tickets", "client", json={"summary": "Broken", "comment_body": "Help"})
        with plain_http_allowed(stack):
            file = desk.supportbee("attachments", files={"files[]": ("photo.png", b"Smoke")}).json()["id"]
            reply = {"content": {"text": "We are on it"}, "attachment_ids": [file]}
            desk.supportbee("tickets/1/replies", json={"reply": reply})
        desk.selectel("POST", "tickets/2/close", "client")
        desk.supportbee("tickets/2/labels/waiting")
        desk.zammad("POST", "time_accountings", json={"ticket_id": 2, "time_unit": 15})
        desk.selectel("POST", "tickets", "agent", json={"summary": "Spare", "comment_body": "Not needed"})
        desk.supportbee("tickets/3/trash")
        yield desk


def eventually[T](check: Callable[[], T], seconds: float) -> T:
    """Call `check` until it returns something true, and return that. Raises TimeoutError after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        if time.monotonic() >= deadline:
            raise TimeoutError(f"still {found!r} after {seconds} seconds")
        time.sleep(0.5)
    return found
