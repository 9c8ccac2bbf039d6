"""The people and tokens of the smoke test. The set-up function makes them, with a short life, and revokes them.

People cannot be deleted, so each run uses the same two, who are inactive between runs.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tools.smoke.stack import Failed, Stack

STAFF, CUSTOMER = "smoke-staff@example.com", "smoke-customer@example.com"
TOKENS = {"smoke staff": STAFF, "smoke customer": CUSTOMER, "smoke key": None}
"""The owners of the tokens by name; a key of the desk, for HappyFox, has none."""

LIFE = timedelta(minutes=15)
"""How long the tokens work when nobody revokes them."""

REQUEST_SECONDS = 35.0
"""The gateway answers after 29 seconds at the latest."""

REVOKE = {"tokens": [{"name": name, "revoked": True} for name in TOKENS]}


def declaration(now: datetime) -> dict[str, Any]:
    """Return the set-up document of a run."""
    ends = (now + LIFE).isoformat()
    return {
        "people": [
            {
                "email": STAFF,
                "name": "Smoke Test, staff",
                "agent": True,
                "permissions": ["admin", "ticket.agent"],
                "active": True,
            },
            {"email": CUSTOMER, "name": "Smoke Test, customer", "active": True},
        ],
        "tokens": [
            {"name": name, "expires_at": ends, **({"person": person} if person else {})}
            for name, person in TOKENS.items()
        ],
    }


def retirement() -> dict[str, Any]:
    """Return the set-up document that ends a run."""
    return {**REVOKE, "people": [{"email": email, "active": False} for email in (STAFF, CUSTOMER)]}


@dataclass(slots=True)
class Caller:
    """Calls the four APIs as staff or customer. `number` is the ticket of this run, once there is one."""

    stack: Stack
    tokens: Mapping[str, Mapping[str, Any]]
    http: httpx.Client
    opened: list[int] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number of the run's ticket. Raises Failed when none could be opened."""
        if not self.opened:
            raise Failed("there is no ticket to try it on")
        return self.opened[0]

    @property
    def staff_id(self) -> int:
        """The id of the member of staff."""
        number: int = self.tokens["smoke staff"]["person_id"]
        return number

    def tickets(self, method: str, path: str, by: str, expected: int = 200, **request: Any) -> Any:
        """Call the Tickets API as `staff` or `customer`, and return the JSON of the answer."""
        headers = {"X-Token": self.tokens[f"smoke {by}"]["token"]}
        return self.call(method, f"/support/{path}", expected, headers=headers, **request).json()

    def supportbee(self, method: str, path: str, expected: int = 200, **request: Any) -> Any:
        """Call SupportBee's API as staff, and return the JSON of the answer, or None."""
        headers = {"Authorization": f"Bearer {self.tokens['smoke staff']['token']}"}
        answer = self.call(method, f"/{path}", expected, headers=headers, **request)
        return answer.json() if answer.content else None

    def happyfox(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Call HappyFox's API with the key of the desk."""
        key = self.tokens["smoke key"]
        return self.call(method, f"/api/1.1/{path}", 200, auth=(key["api_key"], key["auth_code"]), **request)

    def zammad(self, method: str, path: str, expected: int = 200, **request: Any) -> Any:
        """Call Zammad's API as administrator, and return the JSON of the answer."""
        headers = {"Authorization": f"Token token={self.tokens['smoke staff']['token']}"}
        answer = self.call(method, f"/api/v1/{path}", expected, headers=headers, **request)
        return answer.json() if answer.content else None

    def call(self, method: str, path: str, expected: int, **request: Any) -> httpx.Response:
        """Send a request. Raises Failed for another status than the expected one."""
        answer = self.http.request(method, path, **request)
        if answer.status_code != expected:
            raise Failed(f"{method} {path}: {answer.status_code} instead of {expected}: {answer.text[:300]}")
        return answer


@contextmanager
def callers(stack: Stack) -> Iterator[Caller]:
    """Make people and tokens, and revoke them in the end. Raises Failed."""
    stack.invoke("OpsSetUpDesk", REVOKE)  # a run that was killed has left them
    try:
        answer = stack.invoke("OpsSetUpDesk", declaration(datetime.now(UTC)))
        tokens = {token["name"]: token for token in answer["tokens"]}
        with httpx.Client(base_url=stack.base_url, timeout=REQUEST_SECONDS) as http:
            yield Caller(stack, tokens, http)
    finally:
        stack.invoke("OpsSetUpDesk", retirement())
