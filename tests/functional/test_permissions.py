"""Every endpoint, called by every role: those that may, those that may not, and callers without valid credentials.

Who may call follows from the endpoint's permissions, and the call from its event.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.person import PERMISSIONS
from tests.functional.calls import Call
from tests.functional.permissions import EVERYBODY, allowed, credentials_of, is_private, takes_credentials_of
from tests.functional.users import Users
from tools.engine import Engine
from tools.local_desk.template import read
from tools.local_desk.world import World
from tools.meter import Meter
from tools.openapi.endpoints import Endpoint, endpoints

ENDPOINTS = endpoints(read())
PRIVATE = [endpoint for endpoint in ENDPOINTS if is_private(endpoint)]


@pytest.fixture(scope="module")
def desk(engine: Engine) -> Iterator[Users]:
    with World(engine, {"TicketsPerMinute": "0", "CommentsPerMinute": "0", "UploadsPerMinute": "0"}) as world:
        yield Users(world)


@pytest.fixture
def users(desk: Users) -> Users:
    """The desk as it was when it was set up."""
    desk.restore()
    return desk


@contextmanager
def nothing_written() -> Iterator[None]:
    """Assert that the calls inside do not even try to write."""
    with Meter(shared_resources().table) as meter:
        yield
    assert meter.requests.keys() <= {"GetItem", "BatchGetItem", "Query"}


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


every_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=named)


@every_endpoint
def test_roles_with_the_permission_succeed(users: Users, endpoint: Endpoint) -> None:
    call = Call.of(endpoint)
    for role in allowed(endpoint):
        assert call.send(users, users.headers(role, endpoint)).status == endpoint.status, role
        users.restore()


@every_endpoint
def test_roles_without_the_permission_are_refused_and_change_nothing(users: Users, endpoint: Endpoint) -> None:
    call, credentials = Call.of(endpoint), credentials_of(endpoint)
    with nothing_written():
        for role in [role for role in EVERYBODY if role not in allowed(endpoint)]:
            status = 403 if takes_credentials_of(endpoint, role) else 401
            for credential in users.credentials(role, endpoint):
                assert call.send(users, credentials.headers(credential)).status == status, (role, credential)


@every_endpoint
def test_missing_and_wrong_credentials_are_refused_and_change_nothing(users: Users, endpoint: Endpoint) -> None:
    call, credentials = Call.of(endpoint), credentials_of(endpoint)
    with nothing_written():
        assert call.send(users, {}).status == credentials.without
        for wrong in ("x", "x" * 43, f"{'x' * 43}:{'y' * 43}", "agent@example.com:x"):
            assert call.send(users, credentials.headers(wrong)).status == 401, wrong


@pytest.mark.parametrize("endpoint", PRIVATE, ids=named)
def test_another_customer_cannot_find_what_is_private(users: Users, endpoint: Endpoint) -> None:
    headers = credentials_of(endpoint).headers(users.token("stranger"))
    with nothing_written():
        assert Call.of(endpoint).send(users, headers).status == 404


def test_a_list_shows_a_customer_no_ticket_of_another_one(users: Users) -> None:
    lists = [users.person(name).get("/support/tickets").json()["items"] for name in ("client", "stranger")]
    assert [1 in [ticket["number"] for ticket in items] for items in lists] == [True, False]


def test_a_person_can_be_given_every_permission_that_an_endpoint_asks_for() -> None:
    assert {one for endpoint in ENDPOINTS for one in endpoint.handler.permissions} <= PERMISSIONS
