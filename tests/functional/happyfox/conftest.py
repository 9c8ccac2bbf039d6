"""What holds for the tests of the HappyFox API alone."""

from collections.abc import Iterator

import pytest

from tests.functional.callers import Sample, Tokens, set_up
from tests.functional.happyfox.happyfox_calls import created, key_holder
from tests.functional.happyfox.listed_tickets import PARAMETERS, filled
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def api(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk."""
    return key_holder(world, tokens["happyfox"])


@pytest.fixture(scope="module")
def shared_world(engine: Engine) -> Iterator[World]:
    """One desk for all tests of a module: those of what is refused, and leaves nothing behind."""
    with World(engine) as world:
        yield world


@pytest.fixture(scope="module")
def shared_api(shared_world: World, sample: Sample) -> Client:
    """Somebody with the key of the shared desk, which has one ticket."""
    api = key_holder(shared_world, sample.put_into(shared_world)["happyfox"])
    created(api)
    return api


@pytest.fixture(scope="module")
def listed(engine: Engine) -> Iterator[Client]:
    """Somebody with the key of a desk with tickets of all kinds, which nobody changes."""
    with World(engine, PARAMETERS) as world:
        yield filled(world, set_up(world))
