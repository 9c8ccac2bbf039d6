"""Calls that end as somebody wants: a success of every operation, and each way in which it can fail."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from polydesk.domain.errors import Unavailable, WriteConflict
from polydesk.http import payload
from tests.functional.permissions import EXPECTATIONS, Expectation, api_of, name_of
from tests.functional.users import Cast, Targets
from tools.local_desk.client import Response

TOO_MANY_BYTES = b"x" * (10 * 1024 * 1024 + 1)
NOBODY = 987_654_321
"""A number that nothing has."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls one operation at this desk, in the format that it is to answer in."""

    cast: Cast
    method: str
    path: str
    response_format: str = "json"

    @property
    def expected(self) -> Expectation:
        """A call that succeeds, and who may make it."""
        return EXPECTATIONS[name_of(f"{self.method} {self.path}")]

    def things(self) -> tuple[str, Any]:
        """The path and the body of a new call that can succeed."""
        targets = Targets(self.cast)
        return self._formatted(targets.fill(self.expected.path)), targets.fill(self.expected.body)

    def nothing(self) -> str:
        """The path with a number that nothing has; where it has no number, with a format that there is not."""
        path = self.expected.path
        lost = re.sub(r"\{\w+\}", str(NOBODY), path)
        return lost.replace("/json/", "/csv/") if lost == path else self._formatted(lost)

    def _formatted(self, path: str) -> str:
        return path.replace("/api/1.1/json/", f"/api/1.1/{self.response_format}/")

    def headers(self, credential: str | None = None) -> dict[str, str]:
        """Who is calling; by default somebody who may."""
        api = api_of(self.path)
        role = min(self.expected.allowed)
        return api.headers(credential or self.cast.credentials(role, api)[0])

    def call(self, path: str, headers: dict[str, str] | None = None, **request: Any) -> Response:
        """Send the call."""
        sent = {**self.headers(), **(headers or {})}
        return self.cast.world.client(sent).request(self.method, path, **request)

    def succeed(self) -> Response:
        """Call as one should."""
        path, body = self.things()
        return self.call(path, json=body)


def _malformed(caller: Caller) -> Response:
    path, _ = caller.things()
    if caller.method == "GET":
        return caller.call(f"{path}?page=first")
    return caller.call(path, {"Content-Type": "application/json"}, content="{")


def _unknown(caller: Caller) -> Response:
    return caller.call(caller.things()[0], caller.headers("x" * 43))


def _powerless(caller: Caller) -> Response:
    return caller.call(caller.things()[0], caller.headers(caller.cast.token("bystander")))


def _lost(caller: Caller) -> Response:
    if caller.path == "/support/tickets":
        return caller.call(caller.path, json={"summary": "a", "comment_body": "b", "topic_key": "nothing"})
    return caller.call(caller.nothing(), json=caller.things()[1])


def _conflicting(caller: Caller) -> Response:
    """The same key with another body; where that is no conflict, a race that is lost."""
    path, body = caller.things()
    if caller.method != "POST" or caller.path.startswith("/api/v1"):
        with failing(WriteConflict()):
            return caller.call(path, json=body)
    headers = {"Idempotency-Key": f"key of {path}".replace(" ", "-"), "Content-Type": "application/json"}
    first, second = ("", "{}") if body is None else (json.dumps(body), f"{json.dumps(body)} ")
    assert caller.call(path, headers, content=first).status < 300
    return caller.call(path, headers, content=second)


def _outdated(caller: Caller) -> Response:
    path, body = caller.things()
    return caller.call(path, {"If-Match": '"4711"'}, json=body)


def _too_large(caller: Caller) -> Response:
    if caller.method == "GET":
        with patch.object(payload, "LARGEST_ANSWER", 10):
            return caller.succeed()
    return caller.call(caller.things()[0], content=TOO_MANY_BYTES)


def _of_another_type(caller: Caller) -> Response:
    return caller.call(caller.things()[0], {"Content-Type": "text/plain"}, content="{}")


def _impossible(caller: Caller) -> Response:
    path, _ = caller.things()
    match caller.method:
        case "GET":
            return caller.call(f"{path}?sort_by=nothing")
        case "DELETE":
            return caller.call(caller.nothing())
    return caller.call(path, json={"name": ""})


def _over_the_limit(caller: Caller) -> Response:
    """One call more than the limit of this desk."""
    calls = [_things_of_another_minute(caller) for _ in range(LIMIT + 1)]
    responses = [caller.call(path, json=body) for path, body in calls]
    assert {response.status for response in responses[:-1]} == {200}
    return responses[-1]


LIMIT = 2


def _things_of_another_minute(caller: Caller) -> tuple[str, Any]:
    things = caller.things()
    caller.cast.world.clock.advance(60)
    return things


def _failing(caller: Caller) -> Response:
    path, body = caller.things()
    with failing(RuntimeError("broken")):
        return caller.call(path, json=body)


def _overloaded(caller: Caller) -> Response:
    path, body = caller.things()
    with failing(Unavailable(3)):
        return caller.call(path, json=body)


@contextmanager
def failing(error: Exception) -> Iterator[None]:
    """Inside, the desk fails so, whatever it is asked."""
    with patch("polydesk.http.endpoint.shared_resources", side_effect=error):
        yield


PROVOCATIONS: dict[int, Callable[[Caller], Response]] = {
    200: Caller.succeed,
    201: Caller.succeed,
    204: Caller.succeed,
    400: _malformed,
    401: _unknown,
    403: _powerless,
    404: _lost,
    409: _conflicting,
    412: _outdated,
    413: _too_large,
    415: _of_another_type,
    422: _impossible,
    429: _over_the_limit,
    500: _failing,
    503: _overloaded,
}
"""By the status that comes of it."""


def in_each_format(caller: Caller) -> Iterator[Caller]:
    """The same operation in all formats that it answers in."""
    formats = ("json", "xml", "yaml") if "{response_format}" in caller.path else ("json",)
    return (replace(caller, response_format=one) for one in formats)
