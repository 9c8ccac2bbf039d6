"""The description and the desk, held against each other: every status that is described comes, as it is described."""

import json
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from polydesk.http.query import Query
from tests.functional.provocations import LIMIT, PROVOCATIONS, Caller, in_each_format
from tests.functional.users import Cast
from tools.engine import Engine
from tools.local_desk.client import Response
from tools.local_desk.wire import HttpResponse
from tools.local_desk.world import World
from tools.openapi.checking import Description, Operation
from tools.openapi.document import COMMITTED

DESCRIPTION = Description(json.loads(COMMITTED.read_text(encoding="utf-8")))
PROMISES = [
    (operation, int(status))
    for operation in DESCRIPTION.operations
    for status in operation.declared["responses"]
    # What answers a path with its suffix answers the one without it, so that one success will do.
    if int(status) < 300 or not operation.id.endswith("WithoutSuffix")
]
LIMITS = ("TicketsPerMinute", "CommentsPerMinute", "UploadsPerMinute")


def named(one: Operation | int) -> str:
    """How a test calls an operation or a status."""
    return one.id if isinstance(one, Operation) else str(one)


def check(response: Response, operation: Operation, status: int) -> None:
    """Insist on this status, and on what the description says of it."""
    assert response.status == status, response
    DESCRIPTION.check(operation, HttpResponse(response.status, response.headers, response.content))


@pytest.fixture(scope="module")
def cast(engine: Engine, request: pytest.FixtureRequest) -> Iterator[Cast]:
    """A desk with this limit on everything that can be limited; 0 is none."""
    with World(engine, dict.fromkeys(LIMITS, str(request.param))) as world:
        yield Cast(world)


@pytest.mark.parametrize("cast", [0], indirect=True, ids=["unlimited"])
@pytest.mark.parametrize(("operation", "status"), [promise for promise in PROMISES if promise[1] != 429], ids=named)
def test_what_is_promised_comes_and_is_as_described(cast: Cast, operation: Operation, status: int) -> None:
    for caller in in_each_format(Caller(cast, operation.method, operation.path)):
        check(PROVOCATIONS[status](caller), operation, status)


@pytest.mark.parametrize("cast", [LIMIT], indirect=True, ids=["limited"])
@pytest.mark.parametrize("operation", [operation for operation, status in PROMISES if status == 429], ids=named)
def test_where_a_limit_is_promised_there_is_one(cast: Cast, operation: Operation) -> None:
    cast.world.clock.advance(60)
    for caller in in_each_format(Caller(cast, operation.method, operation.path)):
        check(PROVOCATIONS[429](caller), operation, 429)


@pytest.mark.parametrize("cast", [0], indirect=True, ids=["unlimited"])
@pytest.mark.parametrize("operation", DESCRIPTION.operations, ids=named)
def test_the_description_knows_what_a_function_looks_for_in_the_query(cast: Cast, operation: Operation) -> None:
    caller = Caller(cast, operation.method, operation.path)
    path, body = caller.things()
    looked_for: set[str] = set()
    get = Query.get

    def note(query: Query, name: str) -> str | None:
        looked_for.add(name)
        return get(query, name)

    with patch.object(Query, "get", note):
        assert caller.call(path, json=body).status < 300

    described = [DESCRIPTION.resolved(one) for one in operation.declared.get("parameters", [])]
    assert looked_for == {one["name"] for one in described if one["in"] == "query"}
