"""How many requests to DynamoDB a warm function makes for each endpoint, however much there is in the table."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.selectel.tickets import answered, closed, commented, comments, opened, page
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.world import World

GET = Counter({"GetItem": 1})
BATCH = Counter({"BatchGetItem": 1})
QUERY = Counter({"Query": 1})
COUNT_UP = Counter({"UpdateItem": 1})
WRITE = Counter({"TransactWriteItems": 1})

KEY = {"Idempotency-Key": "k"}


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Inside, calls to AWS are counted by name."""
    calls: Counter[str] = Counter()

    def count(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        calls[operation] += 1
        return proceed()

    with intercepted(count):
        yield calls


@pytest.fixture(autouse=True)
def warm(world: World, client: Client, agent: Client) -> None:
    """Three tickets, the first with words of staff that the client has read; functions that remember both callers."""
    for _ in range(3):
        opened(client)
    commented(agent, 1)
    comments(client, 1)
    answered(client.get("/support/topics"))


def test_a_ticket_is_one_read(client: Client, agent: Client) -> None:
    for caller in (client, agent):
        with counted() as calls:
            answered(caller.get("/support/tickets/1"))
        assert calls == GET


def test_a_ticket_with_its_comments_is_two_reads(client: Client, agent: Client) -> None:
    for caller in (client, agent):
        with counted() as calls:
            comments(caller, 1)
        assert calls == GET + QUERY


def test_reading_new_words_of_staff_is_noted_in_one_write(client: Client, agent: Client) -> None:
    commented(agent, 1)

    with counted() as calls:
        comments(client, 1)

    assert calls == GET + QUERY + COUNT_UP


def test_a_comment_is_one_read(client: Client) -> None:
    with counted() as calls:
        answered(client.get("/support/comments/100002"))
    assert calls == BATCH


def test_topics_are_remembered(client: Client) -> None:
    with counted() as calls:
        answered(client.get("/support/topics"))
    assert not calls


def test_a_new_ticket_is_a_number_and_a_transaction(client: Client) -> None:
    with counted() as calls:
        opened(client)
    assert calls == COUNT_UP + WRITE


def test_a_new_ticket_with_a_key_looks_for_the_key_first(client: Client) -> None:
    body = {"summary": "s", "comment_body": "c"}
    with counted() as calls:
        answered(client.post("/support/tickets", json=body, headers=KEY))
    assert calls == GET + COUNT_UP + WRITE

    with counted() as calls:
        answered(client.post("/support/tickets", json=body, headers=KEY))
    assert calls == GET + BATCH


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/support/tickets/1", {"client_aliased_name": "Carl"}),
        ("POST", "/support/tickets/1/close", {"comment": "c", "score": 1}),
        ("POST", "/support/tickets/1/vote", {"score": 1}),
        ("POST", "/support/tickets/1/comments", {"body": "b"}),
    ],
)
def test_a_change_is_one_read_and_one_transaction(client: Client, method: str, path: str, body: dict[str, Any]) -> None:
    with counted() as calls:
        answered(client.request(method, path, json=body))
    assert calls == GET + WRITE


def test_reopening_is_one_read_and_one_transaction(client: Client) -> None:
    closed(client, 1)
    with counted() as calls:
        answered(client.post("/support/tickets/1/reopen", json={"body": "b"}))
    assert calls == GET + WRITE


def test_evaluating_a_comment_is_one_read_and_one_transaction(client: Client) -> None:
    with counted() as calls:
        answered(client.post("/support/comments/100002/vote", json={"score": 1}))
    assert calls == BATCH + WRITE


def test_a_change_that_changes_nothing_writes_nothing(client: Client) -> None:
    with counted() as calls:
        answered(client.patch("/support/tickets/1", json={"client_emails": []}))
    assert calls == GET


def test_a_page_is_the_directory_a_bucket_and_the_rows(agent: Client) -> None:
    directory = QUERY + QUERY  # side by side
    for query, rows in (({}, QUERY), ({"only_opened": 1}, QUERY), ({"page": 2, "items_per_page": 2}, BATCH)):
        with counted() as calls:
            page(agent, **query)
        assert calls == directory + QUERY + rows, query

    with counted() as calls:
        page(agent, only_closed=1)
    assert calls == directory  # which says that there are none


def test_a_clients_page_is_the_own_sets_and_the_rows(client: Client) -> None:
    with counted() as calls:
        page(client)
    assert calls == QUERY + QUERY


def test_a_page_far_into_a_long_list_costs_no_more_requests(client: Client, agent: Client) -> None:
    number = shared_resources().tickets.next_number() + 1
    for _ in range(number, 70):
        opened(client)

    for at in (1, 4, 7):
        with counted() as calls:
            assert len(page(agent, page=at)["items"]) > 0
        assert calls.total() <= 5, at  # ten neighbours may lie in two collections of sixty-four
