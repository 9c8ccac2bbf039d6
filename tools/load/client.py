"""The HTTP client of a worker: it records calls, and repeats a call of unknown outcome where that is safe."""

import re
import time
from collections.abc import Mapping
from random import Random
from typing import Any

from tools.load.invocations import Invocations
from tools.load.recorded_calls import RecordedCall, Report, Version
from tools.load.workers import SharedDesk, Worker
from tools.local_desk.client import Response
from tools.local_desk.world import World

ATTEMPTS = 12
MAX_PAUSE = 0.2
"""Seconds between attempts. Retry-After asks for a second, which would only make the run longer."""

EXPECTED = frozenset({200, 201, 204, 404, 409, 412, 422})
"""Statuses that well-formed calls may get, because tickets and states change under the worker's hands."""


class Caller:
    """Calls the APIs as one worker, and remembers what it created."""

    def __init__(self, world: World, desk: SharedDesk, worker: Worker, invocations: Invocations) -> None:
        """Call the desk of `world` as `worker`."""
        self.world, self.desk, self.worker = world, desk, worker
        self.report = Report(f"worker {worker.index}")
        self.random = Random(0)
        self.own_tickets: list[int] = []
        self.comments: list[tuple[int, str]] = []
        """Ids and texts of its agent's comments."""
        self.contacts: list[int] = []
        """Ids of contacts that it saved."""
        self.users: list[int] = []
        """Ids of users that it created in Zammad's API."""
        self.groups: list[int] = []
        """Ids of groups that it created in Zammad's API."""
        self.states: list[int] = []
        """Ids of the states that it created."""
        self._invocations = invocations
        self._client = world.client()
        self._markers = 0

    def record(self, endpoint: str, *, leaves_marker: bool = True) -> RecordedCall:
        """Start the record of a call, with a new marker."""
        self._markers += 1
        call = RecordedCall(f"m{self.worker.index}x{self._markers}", endpoint, leaves_marker)
        self.report.calls.append(call)
        return call

    def either_side(self) -> dict[str, str]:
        """Return headers of its agent or, less often, of its customer for the Tickets API."""
        return self.worker.agent if self.random.random() < 0.6 else self.worker.customer

    def ticket(self) -> int:
        """Choose a ticket: one of those that all workers share, or sometimes one of its own."""
        own = self.own_tickets[-20:]
        return self.random.choice(own if own and self.random.random() < 0.25 else self.desk.tickets)

    def read(self, endpoint: str, path: str, headers: Mapping[str, str], **request: Any) -> Response:
        """Send a GET, again until the status is below 500."""
        for _ in range(ATTEMPTS):
            response = self._send(endpoint, "GET", path, headers, request)
            if response.status < 500:
                break
        return response

    def etag(self, endpoint: str, path: str, headers: Mapping[str, str]) -> str:
        """Read something and return its ETag; empty where the response has none."""
        return self.read(endpoint, path, headers).headers.get("ETag") or ""

    def write(
        self,
        call: RecordedCall,
        method: str,
        path: str,
        headers: Mapping[str, str],
        *,
        if_match: str = "",
        **request: Any,
    ) -> Response:
        """Send a call that changes something.

        Repeats it while its outcome is unknown, if that is safe: a POST has an idempotency key, other methods need
        `if_match`, the ETag of what was read before.
        """
        headers = dict(headers)
        if method == "POST":
            headers["Idempotency-Key"] = call.marker
        if if_match:
            headers["If-Match"] = if_match
        self._invocations.ledger.writer = call.marker
        for _ in range(ATTEMPTS):
            call.attempts += 1
            response = self._send(call.endpoint, method, path, headers, request)
            if response.status < 500:
                break
            call.uncertain = True
            if method != "POST" and not if_match:
                break
            time.sleep(self.random.uniform(0, MAX_PAUSE))
        self._invocations.ledger.writer = ""
        call.status = response.status
        return response

    def report_error(self, error: str) -> None:
        """Report something that must not happen."""
        self.report.errors.append(error)

    def _send(
        self, endpoint: str, method: str, path: str, headers: Mapping[str, str], request: Mapping[str, Any]
    ) -> Response:
        self.report.requests += 1
        response = self._client.request(method, path, headers=headers, **request)
        if response.status < 500 and response.status not in EXPECTED:
            self.report_error(f"{endpoint} answered {response!r}")
        return response


def version_of(response: Response, identifier: int) -> Version | None:
    """Return the version in the response's ETag, as one of the ticket or state `identifier`."""
    match = re.fullmatch(r'"(\d+)"', response.headers.get("ETag") or "")
    return Version(identifier, int(match[1])) if match else None
