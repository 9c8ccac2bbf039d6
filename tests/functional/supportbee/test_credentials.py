"""Where the token stands, which one counts, and who it must belong to."""

from io import StringIO
from typing import Any

import pytest

from polydesk.storage import keys
from tests.functional.callers import Tokens
from tests.functional.supportbee.supportbee_calls import (
    ACTIONS,
    assigned,
    history,
    history_kinds,
    is_done,
    refusal,
    token_of,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

REQUIRED = (401, "A valid token is required.")
UNKNOWN = (401, "The token is unknown.")


@pytest.fixture
def nobody(world: World) -> Client:
    """Somebody who brings the token by hand."""
    return world.client()


@pytest.fixture
def token(tokens: Tokens) -> str:
    """The agent's token."""
    return str(tokens["agent"]["token"])


def ways(token: str) -> dict[str, dict[str, Any]]:
    """Every way of bringing a token, as arguments of a call."""
    return {
        "query": {"params": {"auth_token": token}},
        "header": {"headers": {"Authorization": f"Bearer {token}"}},
        "header in lower case": {"headers": {"authorization": f"bearer {token}"}},
        "JSON": {"json": {"auth_token": token}},
        "form": {"data": {"auth_token": token}},
    }


@pytest.mark.parametrize("way", ways(""))
def test_every_way_of_bringing_the_token_opens_every_post(nobody: Client, token: str, ticket: int, way: str) -> None:
    for noun in ("archive", "star", "spam"):
        assert is_done(nobody.post(f"/tickets/{ticket}/{noun}.json", **ways(token)[way]))
    assert [update.by.person_id for update in history(ticket)] == [3, 3, 3]


@pytest.mark.parametrize("way", ["query", "header"])
def test_a_delete_takes_the_token_from_the_query_and_from_a_header(
    nobody: Client, token: str, ticket: int, way: str
) -> None:
    for noun in ("archive", "star", "spam"):
        assert is_done(nobody.delete(f"/tickets/{ticket}/{noun}.json", **ways(token)[way]))


def test_a_delete_does_not_take_the_token_from_its_body(nobody: Client, token: str, ticket: int) -> None:
    assert refusal(nobody.delete(f"/tickets/{ticket}/archive.json", json={"auth_token": token})) == REQUIRED


def test_an_assignment_may_carry_the_token_beside_itself(nobody: Client, token: str, ticket: int) -> None:
    path = f"/tickets/{ticket}/assignments.json"
    assigned(nobody.post(path, json={"auth_token": token, "assignment": {"user_id": 3}}))
    assigned(nobody.post(path, data={"auth_token": token, "assignment[group_id]": 1}))


def test_a_body_that_carries_only_the_token_is_empty(nobody: Client, token: str, ticket: int) -> None:
    response = nobody.post(f"/tickets/{ticket}/assignments.json", json={"auth_token": token})
    assert refusal(response) == (400, "Validation failed: assignment is missing.")


def test_a_token_in_the_body_is_passed_over_where_another_one_counts(nobody: Client, token: str, ticket: int) -> None:
    body = {"auth_token": "wrong", "assignment": {"user_id": 3}}
    headers = {"Authorization": f"Bearer {token}"}
    assigned(nobody.post(f"/tickets/{ticket}/assignments.json", json=body, headers=headers))


@pytest.mark.parametrize(("first", "second"), [("header", "query"), ("header", "JSON"), ("query", "JSON")])
def test_the_header_counts_before_the_query_and_the_query_before_the_body(
    nobody: Client, token: str, ticket: int, first: str, second: str
) -> None:
    path = f"/tickets/{ticket}/archive.json"
    assert refusal(nobody.post(path, **{**ways(token)[second], **ways("wrong")[first]})) == UNKNOWN
    assert is_done(nobody.post(path, **{**ways("wrong")[second], **ways(token)[first]}))


def test_nobody_does_anything_without_a_token(nobody: Client, ticket: int) -> None:
    for method, noun in [*ACTIONS, ("POST", "assignments")]:
        for suffix in ("", ".json"):
            body = {"assignment": {"user_id": 3}}
            assert refusal(nobody.request(method, f"/tickets/{ticket}/{noun}{suffix}", json=body)) == REQUIRED
    assert history_kinds(ticket) == []


def test_a_body_that_cannot_be_read_names_nobody(nobody: Client, ticket: int) -> None:
    headers = {"Content-Type": "application/json"}
    assert refusal(nobody.post(f"/tickets/{ticket}/archive.json", content="{", headers=headers)) == REQUIRED


def test_an_unknown_token_opens_nothing(nobody: Client, ticket: int) -> None:
    for way in ways("x" * 43).values():
        assert refusal(nobody.post(f"/tickets/{ticket}/archive.json", **way)) == UNKNOWN
    assert history_kinds(ticket) == []


def test_a_revoked_token_opens_nothing(world: World, nobody: Client, ticket: int) -> None:
    token = token_of(world, "agent@example.com")
    token_of(world, "agent@example.com", revoked=True)
    assert refusal(nobody.post(f"/tickets/{ticket}/archive.json", **ways(token)["header"])) == UNKNOWN


def test_an_expired_token_opens_nothing(world: World, nobody: Client, ticket: int) -> None:
    world.clock.advance(days=1)
    expires = world.clock.now.isoformat()
    token = token_of(world, "agent@example.com", expires_at=expires)
    response = nobody.post(f"/tickets/{ticket}/archive.json", **ways(token)["header"])
    assert refusal(response) == (401, "The token has expired.")


def test_the_key_of_a_whole_desk_is_nobodys_token(nobody: Client, tokens: Tokens, ticket: int) -> None:
    key = f"{tokens['happyfox']['api_key']}:{tokens['happyfox']['auth_code']}"
    assert refusal(nobody.post(f"/tickets/{ticket}/star.json", **ways(key)["header"])) == UNKNOWN
    assert history_kinds(ticket) == []


def test_a_client_may_do_nothing_here_not_even_with_the_own_ticket(nobody: Client, tokens: Tokens, ticket: int) -> None:
    way = ways(tokens["client"]["token"])["header"]
    for method, noun in [*ACTIONS, ("POST", "assignments")]:
        response = nobody.request(method, f"/tickets/{ticket}/{noun}.json", json={"assignment": {"user_id": 3}}, **way)
        assert refusal(response) == (403, "The permission ticket.agent is missing.")
    assert history_kinds(ticket) == []


def test_a_token_that_was_issued_for_less_than_its_person_may_opens_nothing(
    world: World, nobody: Client, ticket: int
) -> None:
    token = token_of(world, "agent@example.com", permissions=["ticket.customer"])
    response = nobody.post(f"/tickets/{ticket}/archive.json", **ways(token)["header"])
    assert refusal(response) == (403, "The permission ticket.agent is missing.")


def test_a_token_is_in_no_log_whatever_happens(
    world: World, nobody: Client, token: str, ticket: int, log: StringIO
) -> None:
    path = f"/tickets/{ticket}/archive.json"
    for way, wrong in zip(ways(token).values(), ways(f"{token}x").values(), strict=True):
        assert nobody.post(path, **way).status == 204
        assert nobody.post("/tickets/99/archive.json", **way).status == 404
        assert nobody.post(path, **wrong).status == 401
    spoil(world, ticket)
    for way in ways(token).values():
        assert nobody.post(path, **way).status == 500
    assert "KeyError" in log.getvalue()
    assert token not in log.getvalue()


def spoil(world: World, number: int) -> None:
    """Make of a ticket's row what no function can read."""
    key = keys.ticket(number)
    world.aws.dynamodb.update_item(
        TableName=world.template.tables[0].name,
        Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        UpdateExpression="REMOVE subject",
    )
