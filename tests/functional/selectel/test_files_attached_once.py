"""Files of requests that come again, or several at once: each is attached once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.functional.selectel.tickets import (
    answered,
    comments,
    found,
    opened,
    page,
    refusal,
)
from tests.functional.uploads import announced, fetched, sent, uploaded
from tools.local_desk.client import Client
from tools.local_desk.world import World


def test_of_many_comments_at_once_one_gets_the_file(world: World, client: Client) -> None:
    number = opened(client)["number"]
    files = [uploaded(world, client)]

    def attach(place: int) -> int:
        return client.post(f"/support/tickets/{number}/comments", json={"body": str(place), "files": files}).status

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(attach, range(6)))

    assert statuses == [200, 409, 409, 409, 409, 409]
    assert [len(comment["files"]) for comment in comments(client, number)] == [0, 1]


def test_words_that_come_again_are_answered_as_the_first_time(world: World, client: Client) -> None:
    number = opened(client)["number"]
    request: dict[str, Any] = {
        "json": {"body": "See here", "files": [uploaded(world, client)]},
        "headers": {"Idempotency-Key": "a"},
    }
    first = answered(client.post(f"/support/tickets/{number}/comments", **request))
    world.clock.advance(hours=20)

    again = answered(client.post(f"/support/tickets/{number}/comments", **request))

    for shown in (first, again):
        (file,) = shown["files"]
        assert fetched(world, file).content == b"hello"
        file.pop("url")
    assert again == first
    assert len(comments(client, number)) == 2


def test_words_that_come_twice_at_once_are_written_once(world: World, client: Client) -> None:
    number = opened(client)["number"]
    request: dict[str, Any] = {
        "json": {"body": "See here", "files": [uploaded(world, client)]},
        "headers": {"Idempotency-Key": "a"},
    }

    def comment(_: int) -> int:
        written: int = answered(client.post(f"/support/tickets/{number}/comments", **request))["id"]
        return written

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(comment, range(4)))) == 1
    assert len(comments(client, number)) == 2


def test_a_ticket_that_comes_again_is_the_same_ticket(world: World, client: Client) -> None:
    request: dict[str, Any] = {
        "json": {"summary": "Look", "comment_body": "See here", "files": [uploaded(world, client)]},
        "headers": {"Idempotency-Key": "a"},
    }

    first, again = (answered(client.post("/support/tickets", **request)) for _ in range(2))

    assert first == again == found(client, 1)
    assert page(client)["item_count"] == 1


def test_a_request_that_failed_may_come_again_under_its_key(world: World, client: Client) -> None:
    upload = announced(client)
    request: dict[str, Any] = {
        "json": {"summary": "Look", "comment_body": "See here", "files": [upload["id"]]},
        "headers": {"Idempotency-Key": "a"},
    }
    assert refusal(client.post("/support/tickets", **request)) == (409, "conflict", None)
    sent(world, upload, b"hello")

    answered(client.post("/support/tickets", **request))
