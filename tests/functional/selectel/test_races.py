"""Many callers at once, in threads, on an engine that isolates transactions as DynamoDB does.

Whatever happens, no word is lost, nothing is done twice, histories have no holes, and counts are those of the tickets.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.slot import Slot
from tests.functional.selectel.tickets import answered, closed, comments, found, opened, page
from tools.local_desk.client import Client, Response

UNLIMITED = {"TicketsPerMinute": "0", "CommentsPerMinute": "0"}

pytestmark = pytest.mark.parametrize("parameters", [UNLIMITED])


def at_once(calls: Sequence[Callable[[], Response]]) -> list[Response]:
    """Make all calls in the same instant, each in a thread of its own; the answers in their order."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Response]) -> Response:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def assert_sound(numbers: Sequence[int]) -> None:
    """Each ticket has its bit and no other, counts are those of the tickets, and histories have no holes."""
    resources = shared_resources()
    states = [ticket.state_id for number in numbers if (ticket := resources.tickets.get(number))]
    assert len(states) == len(numbers)
    index = resources.ticket_index
    directory = index.directory()
    assert directory.totals == Counter(map(Slot, states))
    for state_id in set(states):
        listed = list(index.numbers(directory, Slot(state_id).__eq__, ascending=True))
        assert listed == [number for number, state in zip(numbers, states, strict=True) if state == state_id]
    for number in numbers:
        ticket, history = (
            resources.tickets.get(number),
            [update for update, _ in resources.tickets.newest_first(number)],
        )
        assert ticket is not None
        assert [update.version for update in history] == list(range(ticket.version, 0, -1))
        assert ticket.messages == sum(update.message is not None for update in history)


def test_twenty_equal_requests_at_once_open_one_ticket_and_get_one_answer(client: Client) -> None:
    body, key = {"summary": "Once", "comment_body": "Only"}, {"Idempotency-Key": "k"}

    answers = at_once([lambda: client.post("/support/tickets", json=body, headers=key)] * 20)

    assert {answer.status for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert page(client)["item_count"] == 1
    number = answers[0].json()["number"]
    assert len(comments(client, number)) == 1
    assert_sound([number])


def test_fifty_comments_at_once_are_all_there_when_refused_ones_are_sent_again(client: Client, agent: Client) -> None:
    opened(client)
    callers = [client, agent] * 25

    def post(number: int) -> Callable[[], Response]:
        body, key = {"body": f"Comment {number}"}, {"Idempotency-Key": f"k{number}"}
        return lambda: callers[number].post("/support/tickets/1/comments", json=body, headers=key)

    answers = at_once([post(number) for number in range(50)])

    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) <= {200, 409, 503}
    assert statuses[200]
    assert len(comments(client, 1)) == 1 + statuses[200]
    for number, answer in enumerate(answers):
        if answer.status != 200:
            assert post(number)().status == 200
    posted = comments(client, 1)
    assert sorted(comment["id"] for comment in posted) == [100_000 + version for version in range(1, 52)]
    assert {comment["body"] for comment in posted[1:]} == {f"Comment {number}" for number in range(50)}
    assert_sound([1])


def test_twenty_tickets_at_once_have_twenty_numbers_and_are_counted(client: Client, agent: Client) -> None:
    def open_one(key: int) -> Callable[[], Response]:
        new = {"summary": "s", "comment_body": "c"}
        return lambda: client.post("/support/tickets", json=new, headers={"Idempotency-Key": f"k{key}"})

    calls = [open_one(key) for key in range(20)]
    answers = at_once(calls)

    assert {answer.status for answer in answers} <= {200, 503}
    assert page(agent)["item_count"] == sum(answer.status == 200 for answer in answers)
    answers = [answer if answer.status == 200 else call() for call, answer in zip(calls, answers, strict=True)]
    numbers = sorted(answer.json()["number"] for answer in answers)
    assert len(set(numbers)) == 20
    assert page(agent)["item_count"] == page(client)["item_count"] == 20
    assert_sound(numbers)


def test_of_ten_who_close_a_ticket_at_once_one_does(client: Client) -> None:
    opened(client)

    answers = at_once([lambda: client.post("/support/tickets/1/close", json={"comment": "Done"})] * 10)

    assert Counter(answer.status for answer in answers) == {200: 1, 409: 9}
    assert len(comments(client, 1)) == 2
    assert_sound([1])


def test_lists_are_right_while_tickets_close_and_open_again(client: Client, agent: Client) -> None:
    for _ in range(8):
        opened(client)
    for number in (2, 4, 6, 8):
        closed(client, number)

    def move(number: int) -> Callable[[], Response]:
        action = "reopen" if number % 2 == 0 else "close"
        body = {"body": "b"} if action == "reopen" else {}
        return lambda: client.post(f"/support/tickets/{number}/{action}", json=body)

    def look() -> Response:
        return agent.get("/support/tickets", params={"only_opened": 1})

    answers = at_once([*(move(number) for number in range(1, 9)), *([look] * 8)])

    assert {answer.status for answer in answers} == {200}
    for answer in answers[8:]:
        assert not any(ticket["is_closed"] for ticket in answer.json()["items"])
    assert [ticket["number"] for ticket in answered(look())["items"]] == [8, 6, 4, 2]
    assert all(found(client, number)["is_closed"] == (number % 2 == 1) for number in range(1, 9))
    assert_sound(range(1, 9))
