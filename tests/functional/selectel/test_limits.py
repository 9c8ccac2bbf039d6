"""How many tickets a token may open in a minute, and how often it may change them; refused requests do not count."""

from typing import Any

import pytest

from tests.functional.selectel.tickets import answered, closed, commented, comments, opened, page, refusal, reopened
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

NEW = {"summary": "s", "comment_body": "c"}

two_tickets = pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "2"}])
two_comments = pytest.mark.parametrize("parameters", [{"CommentsPerMinute": "2"}])


def comment(client: Client, **fields: Any) -> Response:
    return client.post("/support/tickets/1/comments", json={"body": "b", **fields})


def assert_too_many(answer: Response, seconds: int) -> None:
    assert refusal(answer) == (429, "too_many_requests", None)
    assert answer.headers["Retry-After"] == str(seconds)


@two_tickets
def test_the_ticket_over_the_limit_is_refused_until_the_minute_is_over(world: World, client: Client) -> None:
    opened(client)
    opened(client)
    world.clock.advance(15)

    assert_too_many(client.post("/support/tickets", json=NEW), 45)
    assert page(client)["item_count"] == 2
    world.clock.advance(44)
    assert_too_many(client.post("/support/tickets", json=NEW), 1)
    world.clock.advance(1)

    opened(client)
    assert page(client)["item_count"] == 3


@two_tickets
def test_each_token_has_a_limit_of_its_own(client: Client, other_client: Client, agent: Client) -> None:
    for caller in (client, other_client, agent):
        opened(caller)
        opened(caller)
        assert_too_many(caller.post("/support/tickets", json=NEW), 60)


@two_tickets
def test_tickets_that_were_not_opened_do_not_count(client: Client) -> None:
    key = {"Idempotency-Key": "k"}
    for body in ({"summary": "s"}, {**NEW, "topic_key": "nonsense"}, {**NEW, "client_emails": ["x"]}):
        assert client.post("/support/tickets", json=body).status in (400, 404)
    answered(client.post("/support/tickets", json=NEW, headers=key))
    for _ in range(3):
        answered(client.post("/support/tickets", json=NEW, headers=key))  # an answer that is given again

    opened(client)
    assert_too_many(client.post("/support/tickets", json=NEW), 60)
    answered(client.post("/support/tickets", json=NEW, headers=key))


@two_tickets
def test_refusals_over_the_limit_do_not_put_the_next_minute_off(world: World, client: Client) -> None:
    for _ in range(10):
        client.post("/support/tickets", json=NEW)
    world.clock.advance(60)

    assert [client.post("/support/tickets", json=NEW).status for _ in range(3)] == [200, 200, 429]


@two_tickets
def test_the_limit_of_tickets_is_not_that_of_comments(client: Client) -> None:
    opened(client)
    opened(client)
    for _ in range(5):
        commented(client, 1)


@two_comments
def test_the_comment_over_the_limit_is_refused_and_not_posted(world: World, client: Client) -> None:
    opened(client)
    world.clock.advance(30.5)
    commented(client, 1)
    commented(client, 1)

    assert_too_many(comment(client), 30)
    assert len(comments(client, 1)) == 3


CHANGES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("post", "/support/tickets/1/comments", {"body": "b"}),
    ("patch", "/support/tickets/1", {"client_aliased_name": "Ann"}),
    ("post", "/support/tickets/1/vote", {"score": 5}),
    ("post", "/support/tickets/1/close", {}),
    ("post", "/support/tickets/1/close", {"comment": "Thanks"}),
    ("post", "/support/tickets/1/close", {"score": 5, "comment": "Well done"}),
)


@two_comments
@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_everything_that_adds_an_entry_to_the_history_counts(
    client: Client, method: str, path: str, body: dict[str, Any]
) -> None:
    opened(client)
    commented(client, 1)
    commented(client, 1)

    assert_too_many(getattr(client, method)(path, json=body), 60)
    assert page(client, only_closed="true")["item_count"] == 0


@two_comments
def test_reopening_counts(client: Client) -> None:
    opened(client)
    closed(client, 1)
    reopened(client, 1)
    answer = client.post("/support/tickets/1/close", json={})

    assert_too_many(answer, 60)
    assert len(comments(client, 1)) == 2


@two_comments
def test_a_request_that_changes_nothing_does_not_count(client: Client) -> None:
    opened(client)
    for _ in range(5):
        answered(client.patch("/support/tickets/1", json={"client_aliased_name": "Ann"}))

    commented(client, 1)


@two_comments
def test_comments_that_were_not_posted_do_not_count(client: Client, other_client: Client) -> None:
    opened(client)
    opened(other_client)
    for refused in (
        comment(client, body=""),
        client.post("/support/tickets/2/comments", json={"body": "b"}),
        client.post("/support/tickets/9/comments", json={"body": "b"}),
        client.post("/support/tickets/1/reopen", json={"body": "b"}),
        client.post("/support/tickets/1/comments", json={"body": "b"}, headers={"If-Match": '"7"'}),
    ):
        assert refused.status in (400, 404, 409, 412)

    assert [comment(client).status for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "0", "CommentsPerMinute": "0"}])
def test_a_limit_of_zero_is_none(client: Client) -> None:
    opened(client)
    assert {client.post("/support/tickets", json=NEW).status for _ in range(5)} == {200}
    assert {comment(client).status for _ in range(5)} == {200}


@two_tickets
def test_reading_is_not_limited(client: Client) -> None:
    opened(client)
    opened(client)

    assert {client.get("/support/tickets/1").status for _ in range(10)} == {200}
