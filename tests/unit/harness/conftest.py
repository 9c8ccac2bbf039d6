"""A world made of the little template."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

from tests.harness import functions
from tests.harness.client import Client
from tests.harness.template import read
from tests.harness.world import World
from tests.unit.harness.little import LITTLE

functions.prepare_imports(read(LITTLE))


@pytest.fixture
def world() -> Iterator[World]:
    with World(template=LITTLE) as alive:
        yield alive


@pytest.fixture
def client(world: World) -> Client:
    return world.client()


@pytest.fixture
def scripted() -> Iterator[ModuleType]:
    """The module behind the functions Follow, Work and Sweep, with nothing written down yet."""
    module = import_module("little_desk.scripted")
    module.reset()
    yield module
    module.reset()
