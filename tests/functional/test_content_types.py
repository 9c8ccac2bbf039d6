"""Every answer with a body names its media type and its charset, also errors and the gateway's own answers."""

import pytest

from tests.functional.callers import Tokens
from tools.local_desk.client import Client
from tools.local_desk.world import World

JSON = "application/json; charset=utf-8"


def content_type(client: Client, method: str, path: str, content: bytes | None = None) -> tuple[int, str | None]:
    """Return the status and the Content-Type of the answer to a call."""
    answer = client.request(method, path, content=content)
    return answer.status, answer.headers.get("Content-Type")


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/support/tickets", 401, JSON),
        ("/api/v1/ticket_states", 403, JSON),
        ("/api/1.1/json/tickets/", 401, JSON),
        ("/api/1.1/xml/tickets/", 401, "application/xml; charset=utf-8"),
        ("/api/1.1/yaml/tickets/", 401, "application/x-yaml; charset=utf-8"),
    ],
)
def test_an_error_names_its_charset(world: World, path: str, status: int, expected: str) -> None:
    assert content_type(world.client(), "GET", path) == (status, expected)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html"])
def test_an_unknown_path_is_answered_in_json_with_a_charset(world: World, accept: str) -> None:
    assert content_type(world.client({"Accept": accept}), "GET", "/api/v1/nowhere") == (404, JSON)


def test_a_request_too_large_for_the_gateway_is_answered_in_json_with_a_charset(world: World, tokens: Tokens) -> None:
    client = world.client({"Authorization": f"Token token={tokens['admin']['token']}"})

    assert content_type(client, "POST", "/api/v1/ticket_states", b"x" * 11_000_000) == (413, JSON)
