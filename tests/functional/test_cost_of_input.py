"""The time that a request takes grows in proportion to its size, whatever the request consists of, up to the largest.

Each field of each body, once where bodies share it, is filled with characters that have been expensive somewhere: in a
validator, a normalisation, a parser. The reference is the parser of JSON, in the same process.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from polydesk.dialects.zammad.article_fields import ArticleFields
from polydesk.http.payload import MAX_REQUEST_BYTES
from tests.functional.calls import Call
from tests.functional.permissions import allowed
from tests.functional.users import Users
from tests.profiles import pairs_of_parts
from tests.soon import assert_comparable
from tools.engine import Engine
from tools.hostile.fillings import FILLINGS, MAX_TIMES, REFERENCE, filled, filled_list
from tools.local_desk.template import read
from tools.local_desk.world import World
from tools.openapi.endpoints import Endpoint, endpoints
from tools.sample_events import FUNCTIONS, event

JSON_TYPE = {"Content-Type": "application/json"}
ROOM = 4_096
"""Bytes for the rest of the body."""

LARGEST = MAX_REQUEST_BYTES - ROOM
LINEAR = 10
"""Four times the input may take so many times as long."""

Way = Sequence[str | int]
Kind = tuple[Callable[[str, int], object], str]

WITH_BODY = [endpoint for endpoint in endpoints(read()) if endpoint.body]
FIELDS = [(endpoint, field) for endpoint in WITH_BODY if endpoint.body for field in endpoint.body.model_fields]

SEARCHES = [endpoint for endpoint in endpoints(read()) if endpoint.takes_a_body and endpoint.facts.safe]
PARAMETERS = [(endpoint, name) for endpoint in SEARCHES if endpoint.query for name in endpoint.query.model_fields]
"""The parameters of searches that stand in a body."""

CUSTOMER = ("id", "email", "login", "firstname", "lastname", "phone")
FILE = ("filename", "data", "mime-type")
INNER = [
    *(("article", field) for field in ArticleFields.model_fields),
    *(("article", "attachments", 0, key) for key in FILE),
    *(("customer", key) for key in CUSTOMER),
]
WITH_ARTICLE = [one for one in WITH_BODY if one.body and "article" in one.body.model_fields]
PLACES = [(endpoint, place) for endpoint in WITH_ARTICLE for place in INNER]
"""What stands inside an article, a file or a customer of Zammad's API."""


def declared(model: type | None, field: str) -> tuple[type, str]:
    """Return the class that declares the field of a model. The bodies of several endpoints can share it."""
    kinds = model.__mro__ if model else ()
    return next(kind for kind in kinds if field in vars(kind).get("__annotations__", {})), field


def field_of_body(case: tuple[Endpoint, str]) -> tuple[type, str]:
    return declared(case[0].body, case[1])


def parameter_of_query(case: tuple[Endpoint, str]) -> tuple[type, str]:
    return declared(case[0].query, case[1])


def place_of(case: tuple[Endpoint, Way]) -> Way:
    return case[1]


def named(value: Any) -> str:
    match value:
        case Endpoint():
            return f"{value.method} {value.path}"
        case (Endpoint(), str(field)):
            return f"{value[0].method} {value[0].path} {field}"
        case (Endpoint(), tuple(place)):
            return f"{value[0].method} {value[0].path} {'.'.join(map(str, place))}"
        case (long, str(filling)):
            return f"{long.__name__} of {filling}"
        case _:
            return str(value)


@pytest.fixture(scope="module")
def desk(engine: Engine) -> Iterator[Users]:
    with World(engine, {"TicketsPerMinute": "0", "CommentsPerMinute": "0", "UploadsPerMinute": "0"}) as world:
        yield Users(world)


@pytest.fixture
def users(desk: Users) -> Users:
    """The desk as it was when it was set up."""
    desk.restore()
    return desk


def valid(endpoint: Endpoint) -> dict[str, Any]:
    """Return the body of the endpoint's event, or an empty one if that is no JSON."""
    body = Call.of(endpoint).body
    return dict(json.loads(body)) if body.startswith(b"{") else {}


def prepared(users: Users, endpoint: Endpoint, body: object) -> dict[str, Any]:
    """Return the event of a request with this body from somebody who may send it."""
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = users.headers(allowed(endpoint)[0], endpoint) | JSON_TYPE
    return {
        **event(endpoint.key),
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "body": b64encode(content).decode(),
        "isBase64Encoded": True,
    }


def assert_soon(users: Users, endpoint: Endpoint, body: Callable[[int], object]) -> None:
    """Insist that the largest body of a kind is answered soon, and that the time grows in proportion to its size."""
    function = FUNCTIONS[endpoint.key].logical_id
    largest, quarter = (prepared(users, endpoint, body(size)) for size in (LARGEST, LARGEST // 4))

    def answer(request: dict[str, Any]) -> None:
        assert users.world.invoke(function, request)["statusCode"] < 500

    assert_comparable(lambda: answer(largest), lambda: answer(quarter), LINEAR)
    assert_comparable(lambda: answer(largest), lambda: json.loads(REFERENCE), MAX_TIMES)


KINDS = [(long, name) for name in FILLINGS for long in (filled, filled_list)]


@pytest.mark.parametrize(("case", "kind"), pairs_of_parts(FIELDS, KINDS, field_of_body), ids=named)
def test_a_field_of_any_length_is_answered_soon(users: Users, case: tuple[Endpoint, str], kind: Kind) -> None:
    (endpoint, field), (long, filling) = case, kind

    assert_soon(users, endpoint, lambda size: {**valid(endpoint), field: long(FILLINGS[filling], size)})


@pytest.mark.parametrize(("case", "kind"), pairs_of_parts(PARAMETERS, KINDS, parameter_of_query), ids=named)
def test_a_parameter_of_a_search_of_any_length_is_answered_soon(
    users: Users, case: tuple[Endpoint, str], kind: Kind
) -> None:
    (endpoint, name), (long, filling) = case, kind

    assert_soon(users, endpoint, lambda size: {name: long(FILLINGS[filling], size)})


@pytest.mark.parametrize(("case", "kind"), pairs_of_parts(PLACES, KINDS, place_of), ids=named)
def test_an_inner_field_of_any_length_is_answered_soon(users: Users, case: tuple[Endpoint, Way], kind: Kind) -> None:
    (endpoint, place), (long, filling) = case, kind

    assert_soon(users, endpoint, lambda size: {**valid(endpoint), **placed(place, long(FILLINGS[filling], size))})


def placed(place: Way, value: object) -> dict[str, Any]:
    """Return the value at this place of a body, beside what it needs there."""
    beside: dict[str, dict[str, Any]] = {"article": {"body": "b"}, "customer": {}}
    match place:
        case (str(outer), str(key)):
            return {outer: {**beside[outer], key: value}}
        case (str(outer), str(key), _, str(last)):
            file = {"filename": "a.txt", "data": "YQ==", "mime-type": "text/plain", last: value}
            return {outer: {**beside[outer], key: [file]}}
    raise ValueError(place)


@pytest.mark.parametrize("endpoint", [*WITH_BODY, *SEARCHES], ids=named)
def test_a_body_of_any_number_of_keys_is_answered_soon(users: Users, endpoint: Endpoint) -> None:
    assert_soon(users, endpoint, lambda size: {f"{one:08}": 1 for one in range(size // 14)})


@pytest.mark.parametrize("filling", [0, [0], {"a": 0}], ids=["numbers", "lists", "objects"])
@pytest.mark.parametrize("endpoint", [one for one in WITH_BODY if one.facts.bulk], ids=named)
def test_a_list_of_things_of_any_number_of_values_is_answered_soon(
    users: Users, endpoint: Endpoint, filling: object
) -> None:
    def body(size: int) -> object:
        each = size // endpoint.facts.bulk // len(json.dumps(filling) + ", ")
        return [{"subject": [filling] * each}] * endpoint.facts.bulk

    assert_soon(users, endpoint, body)
