"""Those who call the SupportBee API, and something to do."""

from collections.abc import Iterator
from io import StringIO
from logging import StreamHandler

import pytest

from polydesk.telemetry import logger
from tests.functional.callers import Sample, Tokens
from tests.functional.supportbee.listed_tickets import filled
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def api(world: World, tokens: Tokens) -> Client:
    """The agent, with the token where the newest clients put it."""
    return world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})


@pytest.fixture
def other_api(world: World, tokens: Tokens) -> Client:
    """The administrator, who is an agent too."""
    return world.client({"Authorization": f"Bearer {tokens['admin']['token']}"})


@pytest.fixture
def ticket(client: Client) -> int:
    """The number of a ticket that the client has opened."""
    return int(
        client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"}).json()["number"]
    )


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the functions log from here on."""
    handler = logger.registered_handler
    assert isinstance(handler, StreamHandler)
    usual, stream = handler.stream, StringIO()
    handler.setStream(stream)
    yield stream
    handler.setStream(usual)


@pytest.fixture(scope="module")
def listed_world(engine: Engine) -> Iterator[World]:
    """A stack for the desk of `listed`."""
    with World(engine) as world:
        yield world


@pytest.fixture(scope="module")
def listed(listed_world: World, sample: Sample) -> Client:
    """An agent of a desk with tickets of all kinds, which nobody changes."""
    return filled(listed_world, sample.put_into(listed_world))
