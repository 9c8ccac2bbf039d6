"""`If-Match` with a call that creates something: there is no version yet that it could name, so it has no effect."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import basic
from tools.local_desk.world import World

PATHS: dict[str, tuple[str, dict[str, Any]]] = {
    "client": ("/support/tickets", {"summary": "New", "comment_body": "Help"}),
    "agent": ("/tickets", {"ticket": {"requester_email": "new@example.com", "content": {"text": "Help"}}}),
    "happyfox": ("/api/1.1/json/tickets/", {"subject": "New", "text": "Help", "category": 1, "user": 4}),
    "admin": ("/api/v1/ticket_states", {"name": "waiting", "state_type_id": 2}),
}


def credentials(name: str, token: dict[str, Any]) -> dict[str, str]:
    """The headers by which a token of the sample desk calls its API."""
    match name:
        case "client":
            return {"X-Token": token["token"]}
        case "agent":
            return {"Authorization": f"Bearer {token['token']}"}
        case "admin":
            return {"Authorization": f"Token token={token['token']}"}
        case _:
            return basic(token)


@pytest.mark.parametrize("version", ['"7"', "*"])
@pytest.mark.parametrize("name", PATHS)
def test_it_is_ignored(world: World, tokens: dict[str, Any], name: str, version: str) -> None:
    path, body = PATHS[name]

    answer = world.client(credentials(name, tokens[name])).post(path, json=body, headers={"If-Match": version})

    assert answer.status in (200, 201), answer.content
