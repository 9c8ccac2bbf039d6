"""Every route of the template, tried by everybody: those who may, those who may not, and those whom nobody knows.

A route that EXPECTATIONS does not know fails here, so that nobody can forget to think about it.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from string import Formatter
from typing import Any

import pytest

from polydesk.desk.backing import connect
from tests.engine import Engine
from tests.functional.callers import set_up
from tests.functional.permissions import EVERYBODY, EXPECTATIONS, ZAMMAD, Api, Expectation, Role, api_of
from tests.harness.client import Client, Response
from tests.harness.model import Route
from tests.harness.template import read
from tests.harness.world import World
from tests.meter import Meter

ROUTES = sorted(
    f"{route.method} {route.path}" for function in read().functions.values() for route in function.of_type(Route)
)


def name_of(route: str) -> str:
    """A route of the template under the name that EXPECTATIONS has for it."""
    return re.sub(r"\{[^}]*\}", "{}", route).rstrip("/")


PRIVATE = [route for route in ROUTES if (found := EXPECTATIONS.get(name_of(route))) and found.private]


class Cast:
    """The desk of this module, and the credentials of those who call it."""

    def __init__(self, world: World) -> None:
        """Set the desk up."""
        self.world = world
        self.tokens = set_up(world)
        people: list[dict[str, Any]] = [
            {"email": "bystander@example.com", "name": "Bo Bystander", "permissions": ["chat"]},
            {"email": "stranger@example.com", "name": "Sam Stranger"},
        ]
        tokens = [{"name": person["email"].partition("@")[0], "person": person["email"]} for person in people]
        self.tokens |= set_up(world, {"people": people, "tokens": tokens})
        self.standing: dict[str, tuple[str, Any]] = {}

    def token(self, name: str) -> str:
        """A person's token."""
        return str(self.tokens[name]["token"])

    def credentials(self, role: Role, api: Api) -> Sequence[str]:
        """What this role could try with this API; the first is what it is meant to."""
        if role == "key":
            key, code = self.tokens["happyfox"]["api_key"], self.tokens["happyfox"]["auth_code"]
            return [f"{key}:{code}"] if role in api.belongs_to else [f"{key}:{code}", key, code]
        token = self.token(role)
        if role in api.belongs_to:
            return [token]
        return [f"{role}@example.com:{token}", f"{token}:{token}", f"{token}:", f":{token}", token]

    def person(self, name: str) -> Client:
        """A person who calls the Tickets API."""
        return self.world.client({"X-Token": self.token(name)})


class Targets:
    """Things to be named in a call, new each time."""

    _counted = itertools.count(1)

    def __init__(self, cast: Cast) -> None:
        """Make them at this desk; tickets are the client's."""
        self._cast = cast
        self._client, self._agent = cast.person("client"), cast.person("agent")

    def fill(self, template: Any) -> Any:
        """The template with everything in braces replaced by what it names."""
        match template:
            case dict():
                return {key: self.fill(value) for key, value in template.items()}
            case str():
                names = [name for _, name, _, _ in Formatter().parse(template) if name]
                made = {name: getattr(self, name)() for name in names}
                return made[names[0]] if [f"{{{name}}}" for name in names] == [template] else template.format(**made)
            case _:
                return template

    def ticket(self) -> int:
        body = {"summary": "It is broken", "comment_body": "Please help"}
        return int(_made(self._client.post("/support/tickets", json=body))["number"])

    def closed_ticket(self) -> int:
        return int(_made(self._client.post(f"/support/tickets/{self.ticket()}/close", json={}))["number"])

    def comment(self) -> int:
        path = f"/support/tickets/{self.ticket()}/comments"
        return int(_made(self._agent.post(path, json={"body": "On it"}))["id"])

    def state(self) -> int:
        body = {"name": self.name(), "state_type_id": 2}
        headers = ZAMMAD.headers(self._cast.token("admin"))
        return int(_made(self._cast.world.client(headers).post("/api/v1/ticket_states", json=body))["id"])

    def name(self) -> str:
        return f"number {next(self._counted)}"

    def agent(self) -> int:
        return int(self._cast.tokens["agent"]["person_id"])

    def client(self) -> int:
        return int(self._cast.tokens["client"]["person_id"])

    def group(self) -> int:
        return 1

    def category(self) -> int:
        return 1


def _made(response: Response) -> dict[str, Any]:
    assert response.status in {200, 201}, response
    made: dict[str, Any] = response.json()
    return made


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
    with Meter(connect().table.client) as meter:
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
