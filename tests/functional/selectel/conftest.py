"""What holds for the tests of the Tickets API alone."""

import os
from collections.abc import Iterator

import pytest

from tests.functional.callers import Sample, Tokens, caller
from tests.functional.selectel.targets import Targets
from tools.engine import DYNAMODB_LOCAL, Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

# Races are run on the engine that isolates transactions of its own accord.
collect_ignore = [] if os.environ.get("ENGINE") == DYNAMODB_LOCAL else ["test_races.py"]


@pytest.fixture(scope="module")
def shared_world(engine: Engine) -> Iterator[World]:
    """One desk for all tests of a module: those of what is refused, and leaves nothing behind."""
    with World(engine) as world:
        yield world


@pytest.fixture(scope="module")
def shared_tokens(shared_world: World, sample: Sample) -> Tokens:
    """The tokens of the shared desk."""
    return sample.put_into(shared_world)


@pytest.fixture(scope="module")
def shared_client(shared_world: World, shared_tokens: Tokens) -> Client:
    """A client of the shared desk."""
    return caller(shared_world, shared_tokens["client"]["token"])


@pytest.fixture(scope="module")
def shared_agent(shared_world: World, shared_tokens: Tokens) -> Client:
    """An agent of the shared desk."""
    return caller(shared_world, shared_tokens["agent"]["token"])


@pytest.fixture(scope="module")
def targets(shared_client: Client, shared_agent: Client) -> Targets:
    """Every endpoint of the shared desk that takes a body."""
    return Targets(shared_client, shared_agent)
