"""Query parameters of every endpoint are honoured, or refused by name before anything is done."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.functional.calls import Call
from tests.functional.permissions import allowed
from tests.functional.provocations import send
from tests.functional.users import Users
from tools.engine import Engine
from tools.local_desk.client import Response
from tools.local_desk.items import dump
from tools.local_desk.template import read
from tools.local_desk.world import World
from tools.openapi.endpoints import Endpoint, endpoints

ENDPOINTS = [endpoint for endpoint in endpoints(read()) if not endpoint.id.endswith("WithoutSuffix")]
LENIENT = [
    endpoint
    for endpoint in ENDPOINTS
    if endpoint.api.tag == "SupportBee" and not (endpoint.query and endpoint.query.own_rules)
]
ZAMMAD = [endpoint for endpoint in ENDPOINTS if endpoint.api.page == "zammad"]
SHOWING = [
    one for one in ZAMMAD if one.method == "GET" and one.query and one.query.own_rules and one.query.own_rules.refused
]
"""Endpoints that show one thing, which no parameter can select. Those of ticket states are older, and strict."""

STRICT = [endpoint for endpoint in ENDPOINTS if endpoint not in [*LENIENT, *SHOWING]]
FILTERS = ["all", "query", "state", "filter[id]", "number", "active", "id", "name"]
LISTS = [endpoint for endpoint in ENDPOINTS if endpoint.query and "page" in endpoint.query.model_fields]
HARMLESS = ["full", "page", "per_page", "limit", "sort_dir", "assets", "_", "timestamp", "include_metadata"]


def named(endpoint: Endpoint) -> str:
    """Return the name of an endpoint in a test's id."""
    return endpoint.id


@pytest.fixture(scope="module")
def desk(engine: Engine) -> Iterator[Users]:
    """A desk for all tests of this module."""
    with World(engine) as world:
        yield Users(world)


@pytest.fixture
def users(desk: Users) -> Users:
    """The desk as it was when it was set up."""
    desk.restore()
    return desk


def in_json(endpoint: Endpoint) -> Call:
    """Return the call of an endpoint, answered in JSON."""
    call = Call.of(endpoint)
    return call.with_variables(response_format="json") if endpoint.api.path else call


def asked(users: Users, endpoint: Endpoint, *pairs: tuple[str, str], raw: str = "", **request: Any) -> Response:
    """Return the answer to an endpoint's call with further query parameters."""
    call = in_json(endpoint)
    further = {name for name, _ in pairs}
    own = {name: value for name, value in call.query.items() if f"{name}=" not in raw and name not in further}
    query = "&".join(filter(None, [urlencode([*own.items(), *pairs]), raw]))
    credentials = users.headers(allowed(endpoint)[0], endpoint)
    client = users.world.client({**credentials, **({"Content-Type": call.content_type} if call.content_type else {})})
    return client.request(endpoint.method, f"{call.path}?{query}", content=call.body, **request)


def refused(response: Response) -> str:
    """Return what an answer says of a refused query parameter, and check its status."""
    body = response.json()
    assert response.status == (422 if "error_human" in body else 400), response
    error = body["error"]
    return str(body.get("error_human") or body.get("location") or (error if type(error) is str else error[0]["field"]))


@pytest.mark.parametrize("name", ["nothing", "page[]", "Page"])
@pytest.mark.parametrize("endpoint", STRICT, ids=named)
def test_an_unknown_parameter_is_refused_by_name_and_nothing_is_done(
    users: Users, endpoint: Endpoint, name: str
) -> None:
    before = dump(users.world)

    assert name in refused(asked(users, endpoint, (name, "1")))

    assert dump(users.world) == before
    assert send(users, Call.of(endpoint)).status == endpoint.status


@pytest.mark.parametrize("endpoint", LENIENT, ids=named)
def test_supportbee_clients_send_what_is_left_of_other_calls(users: Users, endpoint: Endpoint) -> None:
    left = {"page": "2", "per_page": "x", "format": "json", "max_tickets": "", "me": "\N{SNOWMAN}"}
    known = endpoint.query.model_fields if endpoint.query else {}
    pairs = [(name, value) for name, value in left.items() if name not in known]

    assert asked(users, endpoint, *pairs * 52).status == endpoint.status


def test_two_tokens_are_refused(users: Users) -> None:
    archive = next(endpoint for endpoint in LENIENT if endpoint.key == "supportbee/archive_ticket")
    path = Call.of(archive).path

    response = users.world.client().post(f"{path}?auth_token=a&auth_token=b")

    assert (response.status, response.json()) == (
        400,
        {"error": "Validation failed: auth_token: send this parameter once."},
    )


@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.parametrize("endpoint", ZAMMAD, ids=named)
def test_zammad_clients_send_some_parameters_everywhere(users: Users, endpoint: Endpoint, name: str) -> None:
    assert asked(users, endpoint, (name, "true")).status == endpoint.status


def known_to(endpoint: Endpoint) -> set[str]:
    """Return the parameters that an endpoint knows; those of a write are the keys of its body, too."""
    return {name for model in (endpoint.query, endpoint.body) if model for name in model.model_fields}


@pytest.mark.parametrize("endpoint", [endpoint for endpoint in ZAMMAD if endpoint not in SHOWING], ids=named)
def test_zammad_filters_are_refused_in_the_vendors_words(users: Users, endpoint: Endpoint) -> None:
    for name in FILTERS:
        if name not in known_to(endpoint):
            assert asked(users, endpoint, (name, "1")).json()["error"] == f"Unknown parameter '{name}'"


@pytest.mark.parametrize("endpoint", SHOWING, ids=named)
def test_zammad_shows_one_thing_whatever_else_is_asked_but_all(users: Users, endpoint: Endpoint) -> None:
    for name in FILTERS:
        answer = asked(users, endpoint, (name, "1"))
        assert answer.status == (422 if name == "all" else endpoint.status)


@pytest.mark.parametrize("endpoint", LISTS, ids=named)
def test_a_repeated_parameter_counts_once_or_is_refused(users: Users, endpoint: Endpoint) -> None:
    assert asked(users, endpoint, raw="page=2&page=2").status == 200
    for others in ("page=1&page=2", "page=2&page=1", "page=&page=1"):
        assert "page" in refused(asked(users, endpoint, raw=others))


@pytest.mark.parametrize("endpoint", LISTS, ids=named)
@pytest.mark.parametrize("query", ["page=%FF", "page=%ED%A0%80", "page=1%C3", f"page={'1' * 1001}"])
def test_a_value_that_cannot_be_read_is_refused(users: Users, endpoint: Endpoint, query: str) -> None:
    assert "page" in refused(asked(users, endpoint, raw=query))


@pytest.mark.parametrize("endpoint", STRICT, ids=named)
def test_more_than_a_hundred_parameters_are_refused(users: Users, endpoint: Endpoint) -> None:
    response = asked(users, endpoint, raw="&".join(["page=1"] * 101))

    assert response.status in {400, 422}
    assert "send at most 100 query parameters." in response.text.lower()


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=named)
def test_strangers_are_told_nothing_of_parameters(users: Users, endpoint: Endpoint) -> None:
    assert users.world.client().request(endpoint.method, f"{Call.of(endpoint).path}?nothing=1").status in {401, 403}


def test_the_tickets_api_says_what_there_is(users: Users) -> None:
    by_key = {endpoint.key: endpoint for endpoint in STRICT}

    assert asked(users, by_key["selectel/list_tickets"], ("only_open", "1")).json() == {
        "error": "bad_request",
        "description": "This parameter is not known here. Known: items_per_page, only_closed, only_opened, page, q.",
        "location": "query.only_open",
    }
    assert asked(users, by_key["selectel/list_topics"], ("page", "1")).json() == {
        "error": "bad_request",
        "description": "There are no query parameters here.",
        "location": "query.page",
    }


@pytest.mark.parametrize("name", ["sort_by", "order_by"])
def test_a_long_order_is_refused(users: Users, name: str) -> None:
    endpoint = next(one for one in ZAMMAD if one.key == "zammad/list_states")

    assert refused(asked(users, endpoint, (name, "id," * 84))).startswith(f"Invalid value for param '{name}': ")
