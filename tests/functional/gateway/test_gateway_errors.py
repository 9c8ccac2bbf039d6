"""What the gateway answers by itself, with the template's words."""

import pytest

from tools.local_desk.client import Client
from tools.local_desk.world import World

NOT_FOUND = {"error": "not_found", "description": "There is no such endpoint."}


@pytest.mark.parametrize("authorization", [None, "Basic YTpi", "Bearer abc", "Token token=abc"])
@pytest.mark.parametrize("path", ["/nowhere", "/tickets/1/nowhere", "/support"])
def test_an_unknown_path_is_404_with_and_without_credentials(
    world: World, path: str, authorization: str | None
) -> None:
    client = world.client({"Authorization": authorization} if authorization else {})

    answer = client.get(path)
    assert (answer.status, answer.json()) == (404, NOT_FOUND)


def crashed(event: object, context: object) -> None:
    """Fail as a function that does not start."""
    raise RuntimeError("out of memory")


def too_long(event: object, context: object) -> dict[str, object]:
    """Answer more than Lambda returns."""
    return {"statusCode": 200, "body": "x" * 7_000_000}


@pytest.mark.parametrize("handler", [crashed, too_long])
def test_a_function_that_fails_is_reported_and_not_retried(
    client: Client, monkeypatch: pytest.MonkeyPatch, handler: object
) -> None:
    monkeypatch.setattr("gateway.answer_other_methods.handler", handler)

    answer = client.put("/support/topics", content=b"")
    body = answer.json()
    assert (answer.status, body["error"]) == (502, "internal_error")
    assert answer.headers["x-amzn-RequestId"] in body["description"]
    assert "Retry-After" not in answer.headers
