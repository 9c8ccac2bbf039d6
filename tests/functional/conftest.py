"""A desk that has been set up, and those who call it: a client, another client, an agent, an administrator."""

from collections.abc import Iterator

import pytest

from tests.functional.callers import Sample, Tokens, caller, newcomer
from tests.functional.privileges import Privileges, watched
from tests.functional.users import Users
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World
from tools.openapi.witness import witnessed


@pytest.fixture(scope="session", autouse=True)
def witness() -> Iterator[None]:
    """Whatever a test is about: it fails when the desk answers what openapi.json does not describe."""
    with witnessed():
        yield


@pytest.fixture(scope="session")
def privileges() -> Iterator[Privileges]:
    """What functions call, compared with what their roles allow."""
    with watched() as privileges:
        yield privileges


@pytest.fixture(autouse=True)
def least_privilege(privileges: Privileges) -> Iterator[None]:
    """Whatever a test is about: it fails when a function makes a call that its role does not allow."""
    yield
    refused, privileges.refused = privileges.refused, set()
    assert refused == set()


@pytest.fixture(scope="session")
def sample() -> Sample:
    """The sample desk of events/ops/set_up_desk.json."""
    return Sample()


@pytest.fixture
def parameters() -> dict[str, str]:
    """The stack's parameters that are not at their defaults; `parametrize("parameters", [{...}])` sets some."""
    return {}


@pytest.fixture
def bare_world(engine: Engine, parameters: dict[str, str]) -> Iterator[World]:
    """A stack that nobody has set up."""
    with World(engine, parameters) as world:
        yield world


@pytest.fixture
def tokens(bare_world: World, sample: Sample) -> Tokens:
    """The tokens of the sample desk: `admin`, `agent`, `client`, and `happyfox`, a key for the whole desk."""
    return sample.put_into(bare_world)


@pytest.fixture
def world(bare_world: World, tokens: Tokens) -> World:
    """A stack with the sample desk in it."""
    return bare_world


@pytest.fixture
def client(world: World, tokens: Tokens) -> Client:
    """A client of the desk."""
    return caller(world, tokens["client"]["token"])


@pytest.fixture
def other_client(world: World) -> Client:
    """Another client, who owns no ticket yet."""
    return newcomer(world, "other@example.com")


@pytest.fixture
def agent(world: World, tokens: Tokens) -> Client:
    """An agent of the desk."""
    return caller(world, tokens["agent"]["token"])


@pytest.fixture
def admin(world: World, tokens: Tokens) -> Client:
    """An administrator of the desk, who is an agent too."""
    return caller(world, tokens["admin"]["token"])


@pytest.fixture(scope="module")
def users(engine: Engine) -> Iterator[Users]:
    """The desk of the sample events."""
    with World(engine, {}) as world:
        yield Users(world)


@pytest.fixture
def unchanged(users: Users) -> Iterator[Users]:
    """The desk of the sample events, in which nothing may change."""
    before = dump(users.world)
    yield users
    assert dump(users.world) == before
