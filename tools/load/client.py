"""A client of the load run: calls, and when it cannot know what became of a call, calls again as it safely can."""

import re
import time
from collections.abc import Mapping
from random import Random
from typing import Any

from tools.load.invocations import Invocations
from tools.load.recorded_calls import Deed, Report, Version
from tools.load.workers import Crew, Member
from tools.local_desk.client import Response
from tools.local_desk.world import World

ATTEMPTS = 12
LONGEST_PAUSE = 0.2
"""Seconds between attempts. Retry-After says a second, which would only make the run longer."""

EXPECTED = frozenset({200, 201, 204, 404, 409, 412, 422})
"""What may come of calls that are all well-formed: tickets are closed, marked as spam, states go, others are faster."""


class Caller:
    """One process's client, with its roles and what it has made."""

    def __init__(self, world: World, crew: Crew, member: Member, invocations: Invocations) -> None:
        """Call as this member of the crew."""
        self.world, self.crew, self.me = world, crew, member
        self.report = Report(f"client {member.index}")
        self.random = Random(0)
        self.own: list[int] = []
        """Tickets that it has opened."""
        self.comments: list[tuple[int, str]] = []
        """Ids of comments of staff, and what they say."""
        self.states: list[int] = []
        """States that it has created."""
        self._invocations = invocations
        self._client = world.client()
        self._marked = 0

    def deed(self, endpoint: str, *, leaves_marker: bool = True) -> Deed:
        """A new deed, with a word of its own."""
        self._marked += 1
        deed = Deed(f"m{self.me.index}x{self._marked}", endpoint, leaves_marker)
        self.report.deeds.append(deed)
        return deed

    def ticket(self) -> int:
        """A ticket to work on: most often one that all share."""
        own = self.own[-20:]
        return self.random.choice(own if own and self.random.random() < 0.25 else self.crew.tickets)

    def read(self, endpoint: str, path: str, headers: Mapping[str, str], **request: Any) -> Response:
        """A GET, tried until it is answered."""
        for _ in range(ATTEMPTS):
            response = self._once(endpoint, "GET", path, headers, request)
            if response.status < 500:
                break
        return response

    def write(
        self, deed: Deed, method: str, path: str, headers: Mapping[str, str], *, guard: str = "", **request: Any
    ) -> Response:
        """A call that changes something.

        A POST carries a key, so it can be repeated; other methods are repeated when `guard`, the ETag of what was
        read, is with them. Without it a client that does not know what became of its call leaves it at that.
        """
        headers = dict(headers)
        if method == "POST":
            headers["Idempotency-Key"] = deed.marker
        if guard:
            headers["If-Match"] = guard
        self._invocations.ledger.by = deed.marker
        for _ in range(ATTEMPTS):
            deed.attempts += 1
            response = self._once(deed.endpoint, method, path, headers, request)
            if response.status < 500:
                break
            deed.uncertain = True
            if method != "POST" and not guard:
                break
            time.sleep(self.random.uniform(0, LONGEST_PAUSE))
        self._invocations.ledger.by = ""
        deed.status = response.status
        return response

    def _once(
        self, endpoint: str, method: str, path: str, headers: Mapping[str, str], request: Mapping[str, Any]
    ) -> Response:
        self.report.requests += 1
        response = self._client.request(method, path, headers=headers, **request)
        if response.status < 500 and response.status not in EXPECTED:
            self.report.wrong.append(f"{endpoint} answered {response!r}")
        return response

    def wrong(self, what: str) -> None:
        """Note what should not be."""
        self.report.wrong.append(what)


def version_of(response: Response, identifier: int) -> Version | None:
    """The version that an answer's ETag names."""
    found = re.fullmatch(r'"(\d+)"', response.headers.get("ETag") or "")
    return Version(identifier, int(found[1])) if found else None
