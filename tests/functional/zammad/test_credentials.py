"""Who is calling: four ways to say it, and what is answered to those who may not."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.zammad.states import CREATION, STATES, refusal, zammad_caller
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

USER = (403, "Not authorized (user)!")
TOKEN = (403, "Not authorized (token)!")


def basic(name: str, password: str) -> str:
    """The header of a name and a password."""
    return f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"


def call(world: World, header: str) -> Response:
    """A list, asked for with this header."""
    return world.client({"Authorization": header}).get(STATES)


@pytest.mark.parametrize(
    "form", ["Token token={}", 'Token token="{}"', "Token {}", "Bearer {}", "bearer {}", "TOKEN TOKEN={}", "Token  {} "]
)
def test_a_token_is_given_in_the_forms_of_the_vendor(world: World, tokens: Tokens, form: str) -> None:
    assert call(world, form.format(tokens["client"]["token"])).status == 200


def test_a_token_is_the_password_of_its_person(world: World, tokens: Tokens) -> None:
    answer = set_up(
        world,
        {
            "people": [{"email": "lena@example.com", "name": "Lena", "login": "lena", "agent": True}],
            "tokens": [{"name": "lena", "person": "lena@example.com"}],
        },
    )
    lena = answer["lena"]["token"]
    for name in ("lena", "LENA", "lena@example.com"):
        assert call(world, basic(name, lena)).status == 200

    wrong = (401, "Invalid BasicAuth credentials")
    for header in (
        basic("agent@example.com", lena),
        basic("lena", "wrong"),
        basic("", lena),
        basic("lena", ""),
        basic("-", tokens["happyfox"]["api_key"]),
        basic(tokens["happyfox"]["api_key"], tokens["happyfox"]["auth_code"]),
        "Basic",
        "Basic !!!",
        "Basic ключ",
        "Basic /w==",
    ):
        assert refusal(call(world, header)) == wrong


@pytest.mark.parametrize("header", ["", "Token", "Token token=", "Bearer", "Digest x", "XYZ"])
def test_without_a_credential_authentication_is_asked_for(world: World, header: str) -> None:
    assert refusal(call(world, header)) == (403, "Authentication required")
    assert refusal(world.client().get(STATES)) == (403, "Authentication required")


def test_an_unknown_token_has_no_user(world: World, tokens: Tokens) -> None:
    no_user = (401, "Can't find User for Token")
    assert refusal(call(world, "Token token=XYZ")) == no_user
    assert refusal(call(world, "Bearer \udcff".encode("utf-8", "replace").decode())) == no_user
    key = tokens["happyfox"]
    assert refusal(call(world, f"Bearer {key['api_key']}:{key['auth_code']}")) == no_user


def test_the_token_of_a_person_who_has_retired_has_no_user(world: World) -> None:
    person = {"email": "gone@example.com", "name": "Gone", "active": False}
    token = set_up(world, {"people": [person], "tokens": [{"name": "gone", "person": "gone@example.com"}]})["gone"]
    assert refusal(call(world, f"Bearer {token['token']}")) == (401, "Can't find User for Token")


def test_an_expired_token_is_told_so(world: World) -> None:
    expiring = {
        "name": "short",
        "person": "agent@example.com",
        "expires_at": (world.clock.now + timedelta(hours=1)).isoformat(),
    }
    token = set_up(world, {"tokens": [expiring]})["short"]["token"]
    assert call(world, f"Bearer {token}").status == 200
    world.clock.advance(hours=1)
    assert refusal(call(world, f"Bearer {token}")) == (401, "Not authorized (token expired)!")


@pytest.fixture
def caller(world: World) -> Callable[..., Client]:
    """Makes somebody who has some permissions, with a token that has the same or others."""

    def make(*held: str, token: list[str] | None = None) -> Client:
        person: dict[str, Any] = {"email": "some@example.com", "name": "Some", "permissions": list(held)}
        issued: dict[str, Any] = {"name": "some", "person": "some@example.com", "rotate": True}
        if token is not None:
            issued["permissions"] = token
        return zammad_caller(world, set_up(world, {"people": [person], "tokens": [issued]})["some"]["token"])

    return make


def writes(caller: Client) -> list[Response]:
    """A creation, a change and a deletion."""
    return [
        caller.post(STATES, json=CREATION),
        caller.put(f"{STATES}/8", json={"note": "x"}),
        caller.delete(f"{STATES}/8"),
    ]


@pytest.mark.parametrize("held", ["admin", "admin.object"])
def test_administrators_read_and_write(caller: Callable[..., Client], held: str) -> None:
    one = caller(held)
    assert [response.status for response in writes(one)] == [201, 200, 200]
    assert [one.get(path).status for path in (STATES, f"{STATES}/1")] == [200, 200]


def test_the_newer_permission_is_for_writing(caller: Callable[..., Client]) -> None:
    one = caller("admin.ticket_state")
    assert [response.status for response in writes(one)] == [201, 200, 200]
    assert refusal(one.get(STATES)) == USER


@pytest.mark.parametrize("held", ["ticket.agent", "ticket.customer", "ticket"])
def test_agents_and_customers_read(caller: Callable[..., Client], held: str) -> None:
    one = caller(held)
    assert [one.get(path).status for path in (STATES, f"{STATES}/1")] == [200, 200]
    assert {refusal(response) for response in writes(one)} == {USER}


def test_who_has_no_permissions_does_neither(caller: Callable[..., Client]) -> None:
    one = caller()
    assert refusal(one.get(STATES)) == USER
    assert {refusal(response) for response in writes(one)} == {USER}


def test_a_token_may_be_allowed_less_than_its_person(caller: Callable[..., Client]) -> None:
    one = caller("admin", "ticket.agent", token=["ticket.agent"])
    assert one.get(STATES).status == 200
    assert {refusal(response) for response in writes(one)} == {TOKEN}
    assert refusal(caller("ticket.agent", token=[]).get(STATES)) == TOKEN


def test_who_may_not_write_is_not_told_whether_the_state_exists(world: World, tokens: Tokens) -> None:
    agent = zammad_caller(world, tokens["agent"]["token"])
    assert refusal(agent.delete(f"{STATES}/99")) == USER
    assert refusal(agent.put(f"{STATES}/99", content="{")) == USER
