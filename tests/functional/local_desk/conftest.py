"""A world of the little template."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

from tests.functional.local_desk.little import LITTLE
from tools.engine import Engine
from tools.local_desk import functions
from tools.local_desk.client import Client
from tools.local_desk.template import read
from tools.local_desk.world import World

functions.prepare_imports(read(LITTLE))


@pytest.fixture
def world(engine: Engine) -> Iterator[World]:
    """A world of the little template."""
    with World(engine, template=LITTLE) as alive:
        yield alive


@pytest.fixture
def table(world: World) -> str:
    """The table's name, which is unique to the world with DynamoDB Local."""
    return world.template.tables[0].name


@pytest.fixture
def client(world: World) -> Client:
    """A caller of its API."""
    return world.client()


@pytest.fixture
def scripted() -> Iterator[ModuleType]:
    """The module of the functions Follow, Work and Sweep, reset."""
    module = import_module("little_desk.scripted")
    module.reset()
    yield module
    module.reset()
