"""Somebody else is faster, at the worst moment: right before a request writes what it has read, or between reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.functional.selectel.tickets import (
    answered,
    closed,
    commented,
    comments,
    found,
    numbers,
    opened,
    page,
    refusal,
    reopened,
)
from tools.faults import Call, before_the_first, intercepted
from tools.local_desk.client import Client

WRITE = "TransactWriteItems"


def test_two_comments_at_once_are_both_posted(client: Client, agent: Client) -> None:
    opened(client)

    with before_the_first(WRITE, lambda: commented(agent, 1, "first")):
        comment = commented(client, 1, "second")

    assert comment["id"] == 100_003
    assert [one["body"] for one in comments(client, 1)] == ["Help", "first", "second"]


def test_a_ticket_that_is_closed_meanwhile_takes_no_comment(client: Client, agent: Client) -> None:
    opened(client)

    with before_the_first(WRITE, lambda: closed(agent, 1)):
        answer = client.post("/support/tickets/1/comments", json={"body": "Too late"})

    assert refusal(answer) == (409, "conflict", None)
    assert len(comments(client, 1)) == 1


@pytest.mark.parametrize("action", ["close", "reopen"])
def test_of_two_who_close_or_reopen_a_ticket_one_is_told_that_it_is_done(
    client: Client, agent: Client, action: str
) -> None:
    opened(client)
    act: Callable[[Client, int], Any] = closed
    if action == "reopen":
        closed(client, 1)
        act = reopened

    with before_the_first(WRITE, lambda: act(agent, 1)):
        answer = client.post(f"/support/tickets/1/{action}", json={} if action == "close" else {"body": "b"})

    assert refusal(answer) == (409, "conflict", None)
    assert client.get("/support/tickets/1").headers["ETag"] == ('"2"' if action == "close" else '"3"')


def test_a_version_that_is_overtaken_meanwhile_is_not_the_expected_one_any_more(client: Client, agent: Client) -> None:
    opened(client)

    with before_the_first(WRITE, lambda: commented(agent, 1)):
        answer = client.patch("/support/tickets/1", json={"client_aliased_name": "Carl"}, headers={"If-Match": '"1"'})

    assert refusal(answer) == (412, "precondition_failed", None)
    assert found(client, 1)["client_aliased_name"] is None


def test_what_others_changed_meanwhile_is_kept(client: Client, agent: Client) -> None:
    opened(client)

    with before_the_first(
        WRITE, lambda: agent.patch("/support/tickets/1", json={"client_emails": ["agent@example.com"]})
    ):
        answered(client.patch("/support/tickets/1", json={"client_aliased_name": "Carl"}))

    ticket = found(client, 1)
    assert (ticket["client_aliased_name"], ticket["client_emails"]) == ("Carl", ["agent@example.com"])


def test_reading_meanwhile_is_kept_and_holds_nobody_up(client: Client, agent: Client) -> None:
    opened(client)
    commented(agent, 1)

    with before_the_first(WRITE, lambda: comments(client, 1)):
        commented(client, 1)

    assert found(client, 1)["is_client_read"] is True


def test_staffs_words_that_come_while_the_client_fetches_are_not_taken_for_read(client: Client, agent: Client) -> None:
    opened(client)
    commented(agent, 1)

    with before_the_first("Query", lambda: commented(agent, 1)):
        fetched = comments(client, 1)

    assert len(fetched) == 3
    assert found(client, 1)["is_client_read"] is False
    assert [one["is_client_read"] for one in comments(client, 1)] == [True, True, False]


def test_two_who_fetch_the_same_words_at_once_have_both_read_them(client: Client, agent: Client) -> None:
    opened(client)
    commented(agent, 1)

    with before_the_first("UpdateItem", lambda: comments(client, 1)):
        assert len(comments(client, 1)) == 2

    assert found(client, 1)["is_client_read"] is True


def test_a_request_that_comes_twice_at_once_takes_effect_once(client: Client) -> None:
    body, key = {"summary": "s", "comment_body": "c"}, {"Idempotency-Key": "k"}
    first: list[bytes] = []

    with before_the_first(WRITE, lambda: first.append(client.post("/support/tickets", json=body, headers=key).content)):
        second = client.post("/support/tickets", json=body, headers=key)

    assert second.status == 200
    assert [second.content] == first
    assert page(client)["item_count"] == 1


def test_a_comment_that_comes_twice_at_once_is_posted_once(client: Client) -> None:
    opened(client)
    path, key = "/support/tickets/1/comments", {"Idempotency-Key": "k"}
    first: list[bytes] = []

    with before_the_first(WRITE, lambda: first.append(client.post(path, json={"body": "b"}, headers=key).content)):
        second = client.post(path, json={"body": "b"}, headers=key)

    assert [second.content] == first
    assert len(comments(client, 1)) == 2


def test_a_key_that_another_request_takes_meanwhile_is_a_conflict(client: Client) -> None:
    key = {"Idempotency-Key": "k"}
    other = {"summary": "other", "comment_body": "c"}

    with before_the_first(WRITE, lambda: client.post("/support/tickets", json=other, headers=key)):
        answer = client.post("/support/tickets", json={"summary": "s", "comment_body": "c"}, headers=key)

    assert refusal(answer) == (409, "conflict", None)
    assert [ticket["summary"] for ticket in page(client)["items"]] == ["other"]


@pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "1"}])
def test_a_limit_that_is_reached_meanwhile_holds(client: Client) -> None:
    with before_the_first(WRITE, lambda: opened(client)):
        answer = client.post("/support/tickets", json={"summary": "s", "comment_body": "c"})

    assert refusal(answer) == (429, "too_many_requests", None)
    assert page(client)["item_count"] == 1


@contextmanager
def before_rows_are_read(happens: Callable[[], object]) -> Iterator[None]:
    """Inside, something happens after a list knows its numbers, and before it reads its tickets."""
    waiting = [happens]

    def interfere(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        values = arguments.get("ExpressionAttributeValues", {})
        reads_rows = operation == "BatchGetItem" or values.get(":pk", {}).get("S", "").startswith("M#")
        if waiting and reads_rows:
            waiting.pop()()
        return proceed()

    with intercepted(interfere):
        yield


def test_a_ticket_that_leaves_a_list_while_it_is_read_is_not_shown_and_another_takes_its_place(
    client: Client, agent: Client
) -> None:
    for _ in range(7):
        opened(client)

    with before_rows_are_read(lambda: closed(client, 6)):
        shown = page(agent, only_opened=1, items_per_page=3)

    assert numbers(shown) == [7, 5, 4]
    assert all(not ticket["is_closed"] for ticket in shown["items"])


def test_all_tickets_may_leave_a_list_while_it_is_read(client: Client, agent: Client) -> None:
    for _ in range(3):
        opened(client)

    with before_rows_are_read(lambda: [closed(client, number) for number in (1, 2, 3)]):
        shown = page(agent, only_opened=1)

    assert shown["items"] == []
    assert page(agent, only_opened=1)["item_count"] == 0


def test_a_client_is_not_shown_a_ticket_that_leaves_the_list_while_it_is_read(client: Client) -> None:
    for _ in range(3):
        opened(client)

    with before_rows_are_read(lambda: closed(client, 2)):
        shown = page(client, only_opened=1)

    assert numbers(shown) == [3, 1]
