"""Who is not let in, and what is not there for anybody."""

from base64 import b64encode

import pytest

from tests.functional.happyfox.happyfox_calls import JSON, basic, new, page, sentence
from tools.local_desk.client import Client
from tools.local_desk.world import World

UNKNOWN = (401, "Invalid or missing API key and auth code.")


def encoded(text: str) -> str:
    """HTTP Basic of a text."""
    return f"Basic {b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic =",
        f"Basic {b64encode(bytes([0xFF, 0x3A])).decode()}",
        encoded(""),
        encoded(":"),
        encoded("key"),
        encoded("key:"),
        encoded(":code"),
        encoded("key:code"),
        encoded("key:code:more"),
        "Bearer abc",
        "Token token=abc",
    ],
)
def test_without_a_key_nobody_gets_in(shared_world: World, shared_api: Client, header: str | None) -> None:
    stranger = shared_world.client({} if header is None else {"Authorization": header})

    for response in (stranger.get(f"{JSON}/tickets/"), stranger.post(f"{JSON}/tickets/", json=new())):
        assert sentence(response) == UNKNOWN
        # The gateway never hands on a function's WWW-Authenticate under its own name.
        assert response.headers["x-amzn-Remapped-WWW-Authenticate"] == 'Basic realm="API"'
    assert page(shared_api)["page_info"]["last_index"] == 1


def test_both_parts_of_the_key_are_needed(shared_world: World, shared_api: Client) -> None:
    key = shared_api._headers["Authorization"]
    token = {"api_key": "wrong", "auth_code": "wrong"}

    assert sentence(shared_world.client(basic(token)).get(f"{JSON}/tickets/")) == UNKNOWN
    assert sentence(shared_world.client({"Authorization": key[:-4]}).get(f"{JSON}/tickets/")) == UNKNOWN
    assert shared_world.client({"authorization": key.replace("Basic", "bAsIc")}).get(f"{JSON}/tickets/").status == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_what_the_api_does_not_do_is_not_allowed_or_not_found(shared_api: Client, method: str) -> None:
    for path, status in (("tickets/", 405), ("ticket/1/", 405), ("ticket/1/staff_update/", 405), ("nothing/", 404)):
        response = shared_api.request(method, f"{JSON}/{path}")
        assert response.status == status
        assert "error" in response.json()


def test_a_key_of_idempotency_is_visible_ascii(shared_api: Client) -> None:
    response = shared_api.post(f"{JSON}/tickets/", json=new(), headers={"Idempotency-Key": "a b"})

    assert response.status == 400
    assert [one["field"] for one in response.json()["error"]] == ["Idempotency-Key"]
