"""Idempotency-Key: a POST that arrives again takes effect once and answers as it did."""

from typing import Any

import pytest

from tests.functional.selectel.targets import LEAST, MODIFY, Target
from tests.functional.selectel.tickets import answered, closed, commented, comments, found, opened, page, refusal
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

KEY = {"Idempotency-Key": "6f2c1b34-2f0f-4a53-9e0d-1f2b6d7d5a10"}
NEW = {"summary": "Once", "comment_body": "Only"}


@pytest.mark.parametrize("operation", [operation for operation in LEAST if operation != MODIFY])
def test_a_request_that_arrives_again_is_answered_byte_for_byte_and_does_nothing(
    world: World, client: Client, agent: Client, operation: str
) -> None:
    target = Target(client, agent, operation)
    first = client.post(target.path, json=LEAST[operation], headers=KEY)
    before = dump(world)
    world.clock.advance(hours=23)

    second = client.post(target.path, json=LEAST[operation], headers=KEY)

    assert (first.status, second.status) == (200, 200)
    assert second.content == first.content
    assert second.headers.get("ETag") == first.headers.get("ETag")
    assert dump(world) == before


def test_the_answer_is_that_of_the_first_time_whatever_has_happened_since(client: Client, agent: Client) -> None:
    first = client.post("/support/tickets", json=NEW, headers=KEY)
    commented(agent, 1)
    closed(client, 1, score=3)

    again = client.post("/support/tickets", json=NEW, headers=KEY)

    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'


def test_a_comment_is_posted_once_and_answered_as_then(client: Client) -> None:
    number = opened(client)["number"]
    path = f"/support/tickets/{number}/comments"
    first = answered(client.post(path, json={"body": "Only"}, headers=KEY))
    commented(client, number, "Another")

    assert answered(client.post(path, json={"body": "Only"}, headers=KEY)) == first
    assert [comment["body"] for comment in comments(client, number)] == ["Help", "Only", "Another"]


@pytest.mark.parametrize(
    "other",
    [{**NEW, "summary": "Twice"}, {**NEW, "client_aliased_name": "C"}, {"comment_body": "Once", "summary": "Only"}],
)
def test_the_same_key_with_another_request_is_a_conflict(client: Client, other: dict[str, Any]) -> None:
    answered(client.post("/support/tickets", json=NEW, headers=KEY))

    assert refusal(client.post("/support/tickets", json=other, headers=KEY)) == (409, "conflict", None)
    assert page(client)["item_count"] == 1


def test_keys_of_different_tokens_have_nothing_to_do_with_each_other(
    client: Client, other_client: Client, agent: Client
) -> None:
    numbers = [
        answered(caller.post("/support/tickets", json=NEW, headers=KEY))["number"]
        for caller in (client, other_client, agent)
    ]

    assert numbers == [1, 2, 3]


def test_keys_of_different_endpoints_have_nothing_to_do_with_each_other(client: Client) -> None:
    first, second = opened(client)["number"], opened(client)["number"]

    for number in (first, second):
        answered(client.post(f"/support/tickets/{number}/comments", json={"body": "Only"}, headers=KEY))
        answered(client.post(f"/support/tickets/{number}/close", json={}, headers=KEY))

    assert [len(comments(client, number)) for number in (first, second)] == [2, 2]


def test_without_a_key_every_request_takes_effect(client: Client) -> None:
    assert [answered(client.post("/support/tickets", json=NEW))["number"] for _ in range(2)] == [1, 2]


def test_a_key_is_forgotten_after_a_day_even_if_the_table_has_not_removed_it_yet(world: World, client: Client) -> None:
    answered(client.post("/support/tickets", json=NEW, headers=KEY))
    commented_path = "/support/tickets/1/comments"
    answered(client.post(commented_path, json={"body": "Only"}, headers=KEY))
    world.clock.advance(hours=24)

    assert answered(client.post("/support/tickets", json={**NEW, "summary": "Anew"}, headers=KEY))["number"] == 2
    assert answered(client.post(commented_path, json={"body": "Anew"}, headers=KEY))["id"] == 100_003
    assert answered(client.post("/support/tickets", json={**NEW, "summary": "Anew"}, headers=KEY))["number"] == 2


def test_a_refused_request_does_not_use_up_its_key(client: Client) -> None:
    assert client.post("/support/tickets", json={**NEW, "topic_key": "nonsense"}, headers=KEY).status == 404
    assert client.post("/support/tickets", json={"summary": "Once"}, headers=KEY).status == 400

    assert answered(client.post("/support/tickets", json=NEW, headers=KEY))["number"] == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "x" * 256, "tab\tkey"])
def test_a_key_is_1_to_255_visible_characters(world: World, client: Client, key: str) -> None:
    answer = client.post("/support/tickets", json=NEW, headers={"Idempotency-Key": key})

    assert refusal(answer) == (400, "bad_request", "header.Idempotency-Key")
    assert page(client)["item_count"] == 0


def test_the_longest_key_is_a_key(client: Client) -> None:
    key = {"Idempotency-Key": "~" * 255}

    first = client.post("/support/tickets", json=NEW, headers=key)

    assert client.post("/support/tickets", json=NEW, headers=key).content == answered_bytes(first)


def answered_bytes(response: Any) -> bytes:
    assert response.status == 200
    content: bytes = response.content
    return content


def test_reading_and_modifying_need_no_key_and_mind_none(client: Client) -> None:
    opened(client)
    path = "/support/tickets/1"

    for name in ("A", "B", "A"):
        answered(client.patch(path, json={"client_aliased_name": name}, headers=KEY))
        assert answered(client.get(path, headers=KEY))["client_aliased_name"] == name
    assert found(client, 1)["client_aliased_name"] == "A"
