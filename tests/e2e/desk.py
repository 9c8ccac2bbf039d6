"""The sample desk in the deployed stack, and those who call it over HTTP."""

import base64
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.functional.replays import event
from tools.local_aws.stack import Stack

REQUEST_SECONDS = 60.0
"""A function starts cold, on a machine that may have other things to do; API Gateway itself waits 29 seconds."""

Tokens = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """The stack, the tokens of its people, and an HTTP client."""

    stack: Stack
    tokens: Tokens
    http: httpx.Client

    def token(self, name: str) -> str:
        """The token of `admin`, `agent` or `client`."""
        text: str = self.tokens[name]["token"]
        return text

    def person(self, name: str) -> int:
        """The id of `admin`, `agent` or `client`."""
        number: int = self.tokens[name]["person_id"]
        return number

    @property
    def happyfox(self) -> tuple[str, str]:
        """HappyFox's API key and auth code, for Basic auth."""
        return self.tokens["happyfox"]["api_key"], self.tokens["happyfox"]["auth_code"]

    def selectel(self, method: str, path: str, by: str, **request: Any) -> Any:
        """Call the Tickets API as `by` and return the answer's JSON. Raises AssertionError unless it is a success."""
        return self.succeed(method, f"/support/{path}", headers={"X-Token": self.token(by)}, **request).json()

    def zammad(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Call Zammad's API as the administrator. Raises AssertionError unless it is a success."""
        headers = {"Authorization": f"Token token={self.token('admin')}"}
        return self.succeed(method, f"/api/v1/{path}", headers=headers, **request)

    def succeed(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Send a request. Raises AssertionError unless it is a success."""
        answer = self.http.request(method, path, **request)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer


def set_up(stack: Stack, document: Mapping[str, Any] | None = None) -> Tokens:
    """Invoke the set-up function, by default with the sample document, and return what it says of each token."""
    answer = stack.invoke("OpsSetUpDesk", document or event("ops/set_up_desk"))
    return {token["name"]: token for token in answer["tokens"]}


@contextmanager
def sample_desk(stack: Stack) -> Iterator[Desk]:
    """The sample desk with two tickets: the first is open and has an answer of the agent, the second is closed."""
    with httpx.Client(base_url=stack.base_url, timeout=REQUEST_SECONDS) as http:
        desk = Desk(stack, set_up(stack), http)
        for _ in range(2):
            desk.selectel("POST", "tickets", "client", json={"summary": "Broken", "comment_body": "Help"})
        desk.selectel("POST", "tickets/1/comments", "agent", json={"body": "We are on it"})
        desk.selectel("POST", "tickets/2/close", "client")
        yield desk


def basic(user: str, password: str) -> str:
    """The value of a header for Basic auth."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def eventually[T](look: Callable[[], T], seconds: float) -> T:
    """What `look` answers when it is true at last. Raises AssertionError when that takes longer than it may."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"still {found!r} after {seconds} seconds"
        time.sleep(0.5)
    return found
