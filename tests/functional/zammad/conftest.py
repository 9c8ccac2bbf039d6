"""Those who call the Zammad API, and the log of the functions."""

from collections.abc import Iterator
from io import StringIO
from logging import StreamHandler
from unittest.mock import patch

import pytest

from polydesk.telemetry import logger
from tests.functional.callers import Tokens
from tests.functional.zammad.states import zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def zammad(world: World, tokens: Tokens) -> Client:
    """An administrator."""
    return zammad_caller(world, tokens["admin"]["token"])


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the functions log."""
    text = StringIO()
    handler = logger.registered_handler
    assert isinstance(handler, StreamHandler)
    with patch.object(handler, "stream", text):
        yield text


@pytest.fixture
def zammad_agent(world: World, tokens: Tokens) -> Client:
    """An agent."""
    return zammad_caller(world, tokens["agent"]["token"])


@pytest.fixture
def zammad_client(world: World, tokens: Tokens) -> Client:
    """A customer."""
    return zammad_caller(world, tokens["client"]["token"])


@pytest.fixture
def ticket(client: Client) -> int:
    """The number of a ticket that the client has opened."""
    return int(client.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"}).json()["number"])
