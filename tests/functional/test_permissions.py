"""Every route of the template, tried by everybody: those who may, those who may not, and those whom nobody knows.

A route that EXPECTATIONS does not know fails here, so that nobody can forget to think about it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.permissions import EVERYBODY, EXPECTATIONS, Api, Expectation, api_of, name_of
from tests.functional.users import Cast, Targets
from tools.engine import Engine
from tools.local_desk.client import Response
from tools.local_desk.model import Route
from tools.local_desk.template import read
from tools.local_desk.world import World
from tools.meter import Meter

ROUTES = sorted(
    f"{route.method} {route.path}" for function in read().functions.values() for route in function.of_type(Route)
)


PRIVATE = [route for route in ROUTES if (found := EXPECTATIONS.get(name_of(route))) and found.private]


@pytest.fixture(scope="module")
def cast(engine: Engine) -> Iterator[Cast]:
    with World(engine, {"TicketsPerMinute": "0", "CommentsPerMinute": "0", "UploadsPerMinute": "0"}) as world:
        yield Cast(world)


Things = tuple[str, Any]
"""Path and body of a call."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A route, and the means to call it."""

    cast: Cast
    method: str
    expected: Expectation
    api: Api

    def things(self) -> Things:
        """What a call can succeed with, made for it."""
        targets = Targets(self.cast)
        return targets.fill(self.expected.path), targets.fill(self.expected.body)

    def standing(self) -> Things:
        """The same for calls that fail: made once, because they leave it as it is."""
        key = repr(self.expected)
        if key not in self.cast.standing:
            self.cast.standing[key] = self.things()
        return self.cast.standing[key]

    def on(self, things: Things, headers: Mapping[str, str]) -> Response:
        """Call the route on these things, with these headers."""
        path, body = things
        return self.cast.world.client(headers).request(self.method, path, json=body)


@pytest.fixture
def attempt(request: pytest.FixtureRequest, cast: Cast) -> Attempt:
    """One route of the template. Raises KeyError when nobody has thought about who may call it."""
    method, _, path = request.param.partition(" ")
    return Attempt(cast, method, EXPECTATIONS[name_of(request.param)], api_of(path))


@contextmanager
def nothing_written() -> Iterator[None]:
    """Insist that the calls inside do not even try to write."""
    with Meter(shared_resources().table) as meter:
        yield
    assert meter.requests.keys() <= {"GetItem", "BatchGetItem", "Query"}


def test_every_expectation_is_of_a_route() -> None:
    assert set(map(name_of, ROUTES)) >= set(EXPECTATIONS)


every_route = pytest.mark.parametrize("attempt", ROUTES, indirect=True)


@every_route
def test_who_may_call_a_route_succeeds(attempt: Attempt) -> None:
    for role in attempt.expected.allowed:
        credential, *_ = attempt.cast.credentials(role, attempt.api)
        assert attempt.on(attempt.things(), attempt.api.headers(credential)).status in {200, 201, 204}, role


@every_route
def test_who_may_not_is_turned_away_and_changes_nothing(attempt: Attempt) -> None:
    things = attempt.standing()
    with nothing_written():
        for role in [role for role in EVERYBODY if role not in attempt.expected.allowed]:
            status = 403 if role in attempt.api.belongs_to else 401
            for credential in attempt.cast.credentials(role, attempt.api):
                assert attempt.on(things, attempt.api.headers(credential)).status == status, (role, credential)


@every_route
def test_without_a_credential_and_with_a_wrong_one_nothing_happens(attempt: Attempt) -> None:
    things = attempt.standing()
    with nothing_written():
        assert attempt.on(things, {}).status == attempt.api.without_credentials
        for wrong in ("x", "x" * 43, f"{'x' * 43}:{'y' * 43}", "agent@example.com:x"):
            assert attempt.on(things, attempt.api.headers(wrong)).status == 401, wrong


@pytest.mark.parametrize("attempt", PRIVATE, indirect=True)
def test_another_client_cannot_find_what_is_private(attempt: Attempt) -> None:
    things = attempt.standing()
    with nothing_written():
        assert attempt.on(things, attempt.api.headers(attempt.cast.token("stranger"))).status == 404


def test_a_list_shows_a_client_no_ticket_of_another_one(cast: Cast) -> None:
    number = Targets(cast).ticket()
    lists = [cast.person(name).get("/support/tickets").json()["items"] for name in ("client", "stranger")]
    assert [number in [ticket["number"] for ticket in items] for items in lists] == [True, False]
