"""The description and the desk, compared: every status that is described occurs, as it is described."""

import json
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from polydesk.http.body import Query
from polydesk.http.request import Request
from tests.functional.calls import Call
from tests.functional.provocations import LIMIT, PROVOCATIONS, send
from tests.functional.users import Users
from tools.engine import Engine
from tools.local_desk.client import Response
from tools.local_desk.template import read
from tools.local_desk.wire import HttpResponse
from tools.local_desk.world import World
from tools.openapi.checking import Description, Operation
from tools.openapi.endpoints import endpoints
from tools.openapi.media import COMMITTED

DESCRIPTION = Description(json.loads(COMMITTED.read_text(encoding="utf-8")))
ENDPOINTS = {endpoint.id: endpoint for endpoint in endpoints(read())}
PROMISES = [
    (operation, int(status))
    for operation in DESCRIPTION.operations
    for status in operation.declared["responses"]
    # One function answers a path with and without its suffix, so one success is enough for the latter.
    if int(status) < 400 or not operation.id.endswith("WithoutSuffix")
]
LIMITS = ("TicketsPerMinute", "CommentsPerMinute", "UploadsPerMinute")


def named(one: Operation | int) -> str:
    """Return the name of an operation or a status in a test's id."""
    return one.id if isinstance(one, Operation) else str(one)


def check(response: Response, operation: Operation, status: int) -> None:
    """Assert that the response has this status, and is as the description says."""
    assert response.status == status, response
    DESCRIPTION.check(operation, HttpResponse(response.status, response.headers, response.content))


def call_of(operation: Operation) -> Call:
    """Return the call of an operation's event."""
    return Call.of(ENDPOINTS[operation.id])


@pytest.fixture(scope="module")
def desk(engine: Engine, request: pytest.FixtureRequest) -> Iterator[Users]:
    """A desk with this limit on everything that can be limited; 0 is none."""
    with World(engine, dict.fromkeys(LIMITS, str(request.param))) as world:
        yield Users(world)


@pytest.fixture
def users(desk: Users) -> Users:
    """The desk as it was when it was set up, a minute later."""
    desk.restore()
    desk.world.clock.advance(60)
    return desk


@pytest.mark.parametrize("desk", [0], indirect=True, ids=["unlimited"])
@pytest.mark.parametrize(("operation", "status"), [promise for promise in PROMISES if promise[1] != 429], ids=named)
def test_every_described_status_occurs_and_matches_its_schema(users: Users, operation: Operation, status: int) -> None:
    for call in call_of(operation).in_each_format():
        check(PROVOCATIONS[status](users, call), operation, status)
        users.restore()


@pytest.mark.parametrize("desk", [LIMIT], indirect=True, ids=["limited"])
@pytest.mark.parametrize("operation", [operation for operation, status in PROMISES if status == 429], ids=named)
def test_a_described_limit_exists(users: Users, operation: Operation) -> None:
    for call in call_of(operation).in_each_format():
        check(PROVOCATIONS[429](users, call), operation, 429)


@pytest.mark.parametrize("desk", [0], indirect=True, ids=["unlimited"])
@pytest.mark.parametrize("operation", DESCRIPTION.operations, ids=named)
def test_the_description_knows_what_a_function_reads_from_the_query(users: Users, operation: Operation) -> None:
    found: set[str] = set()
    read_query = Request.query

    def note[Q: Query](request: Request, model: type[Q]) -> Q:
        found.update(model.model_fields)
        return read_query(request, model)

    with patch.object(Request, "query", note):
        assert send(users, call_of(operation)).status < 400

    described = [DESCRIPTION.resolved(one) for one in operation.declared.get("parameters", [])]
    assert found == {one["name"] for one in described if one["in"] == "query"}
