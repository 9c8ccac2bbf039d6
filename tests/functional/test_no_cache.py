"""No cache keeps an answer: neither one of a function nor one of the gateway."""

import pytest

from tests.functional.callers import Tokens
from tools.local_desk.client import Client
from tools.local_desk.world import World


def caching(client: Client, method: str, path: str, content: bytes | None = None) -> tuple[int, list[str]]:
    """Return the status and every Cache-Control of the answer to a call."""
    answer = client.request(method, path, content=content)
    return answer.status, answer.headers.all("Cache-Control")


@pytest.fixture
def admin(world: World, tokens: Tokens) -> Client:
    """A client with the administrator's token of Zammad's API."""
    return world.client({"Authorization": f"Token token={tokens['admin']['token']}"})


def test_a_success_is_not_kept(admin: Client) -> None:
    assert caching(admin, "GET", "/api/v1/ticket_states") == (200, ["no-store"])


@pytest.mark.parametrize("path", ["/support/tickets", "/tickets/1/star.json", "/api/1.1/xml/tickets/"])
def test_an_error_is_not_kept(world: World, path: str) -> None:
    method = "POST" if path.endswith("star.json") else "GET"

    assert caching(world.client(), method, path) == (401, ["no-store"])


def test_an_answer_without_a_body_is_not_kept(world: World, tokens: Tokens) -> None:
    client = world.client({"X-Token": tokens["client"]["token"]})
    client.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"})
    client = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})

    assert caching(client, "DELETE", "/tickets/1/star.json") == (204, ["no-store"])


def test_an_answer_of_the_gateway_is_not_kept(admin: Client) -> None:
    assert caching(admin, "GET", "/nowhere") == (404, ["no-store"])
    assert caching(admin, "POST", "/api/v1/ticket_states", b"x" * 11_000_000) == (413, ["no-store"])
