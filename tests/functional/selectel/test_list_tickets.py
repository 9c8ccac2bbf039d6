"""GET /support/tickets: pages, filters, exact counts."""

from collections.abc import Iterator
from typing import Any

import pytest

from polydesk.http import payload
from tests.functional.selectel.tickets import (
    LISTED_TICKET,
    PAGE,
    answered,
    assert_shape,
    closed,
    commented,
    found,
    numbers,
    opened,
    page,
    refusal,
    reopened,
)
from tools.local_desk.client import Client


def summary(page: dict[str, Any]) -> tuple[int, int, list[int]]:
    """What a page says of the whole list, and what it lists."""
    return page["item_count"], page["page_count"], numbers(page)


def assert_lists(callers: tuple[Client, ...], opened: list[int], closed: list[int]) -> None:
    """Everybody sees these tickets, in these lists and on these pages, newest first."""
    everything = sorted(opened + closed, reverse=True)
    lists = [({}, everything), ({"only_opened": "True"}, opened), ({"only_closed": "true"}, closed)]
    for caller in callers:
        for query, expected in lists:
            for size in (5, 10):
                pages = -(-len(expected) // size)
                for number in range(1, pages + 2):
                    shown = page(caller, page=number, items_per_page=size, **query)
                    slice_of_it = sorted(expected, reverse=True)[(number - 1) * size : number * size]
                    assert summary(shown) == (len(expected), pages, slice_of_it)
                    assert (shown["page"], shown["items_per_page"]) == (number, size)


def steps(client: Client, agent: Client) -> Iterator[tuple[list[int], list[int]]]:
    """A day at the desk; after each step the open and the closed tickets."""
    for _ in range(12):
        opened(client)
    yield list(range(1, 13)), []
    for number in (2, 3, 5, 7, 11):
        closed(client, number)
    yield [1, 4, 6, 8, 9, 10, 12], [2, 3, 5, 7, 11]
    reopened(client, 7)
    yield [1, 4, 6, 7, 8, 9, 10, 12], [2, 3, 5, 11]
    answered(client.post("/support/tickets/12/vote", json={"score": 4}))
    yield [1, 4, 6, 7, 8, 9, 10, 12], [2, 3, 5, 11]
    identifier = commented(agent, 1)["id"]
    yield [1, 4, 6, 7, 8, 9, 10, 12], [2, 3, 5, 11]
    answered(client.post(f"/support/comments/{identifier}/vote", json={"score": -1}))
    yield [1, 4, 6, 7, 8, 9, 10, 12], [2, 3, 5, 11]
    closed(agent, 1)
    closed(client, 12)
    yield [4, 6, 7, 8, 9, 10], [1, 2, 3, 5, 11, 12]


def test_every_list_and_count_is_exact_after_each_thing_that_happens(client: Client, agent: Client) -> None:
    for open_ones, closed_ones in steps(client, agent):
        assert_lists((client, agent), open_ones, closed_ones)


def test_a_page_has_the_documented_shape(client: Client) -> None:
    ticket = opened(client, client_aliased_name="Carl")

    shown = page(client)

    assert_shape(shown, PAGE)
    assert_shape(shown["items"][0], LISTED_TICKET)
    assert shown["items"] == [{key: ticket[key] for key in LISTED_TICKET}]
    assert (shown["page"], shown["items_per_page"], shown["page_count"]) == (1, 10, 1)


def test_an_empty_desk_has_no_pages(client: Client, agent: Client) -> None:
    for caller in (client, agent):
        empty = {"item_count": 0, "items": [], "items_per_page": 10, "page": 1, "page_count": 0}
        assert page(caller) == empty
        assert page(caller, page=7) == {**empty, "page": 7}


def test_no_ticket_is_both_opened_and_closed(client: Client, agent: Client) -> None:
    opened(client)
    closed(client, opened(client)["number"])

    for caller in (client, agent):
        assert summary(page(caller, only_opened="true", only_closed="true")) == (0, 0, [])


@pytest.mark.parametrize("value", ["True", "true", "TRUE", "1"])
def test_a_flag_is_set_in_any_case_of_letters(client: Client, value: str) -> None:
    opened(client)
    closed(client, opened(client)["number"])

    assert numbers(page(client, only_opened=value)) == [1]
    assert numbers(page(client, only_closed=value)) == [2]


@pytest.mark.parametrize("value", ["False", "false", "FALSE", "0"])
def test_a_flag_that_is_not_set_filters_nothing(client: Client, value: str) -> None:
    opened(client)
    closed(client, opened(client)["number"])

    assert numbers(page(client, only_opened=value, only_closed=value)) == [2, 1]


def test_bounds_of_pages(client: Client, agent: Client) -> None:
    opened(client)
    opened(client)

    for caller in (client, agent):
        assert numbers(page(caller, items_per_page=1)) == [2]
        assert numbers(page(caller, items_per_page=1, page=2)) == [1]
        assert numbers(page(caller, items_per_page=1000)) == [2, 1]
        assert summary(page(caller, page=2**31 - 1, items_per_page=1000)) == (2, 1, [])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("page", ["0", "-1", str(2**31), "9" * 30, "", "one", "1.0", "1e3", "٣", " 1 ", "null"]),
        ("items_per_page", ["0", "-5", "1001", "", "ten", "10.0"]),
        ("only_opened", ["yes", "2", "", "on", "null"]),
        ("only_closed", ["no", "-1", "", "t"]),
        ("q", [""]),
    ],
)
def test_a_parameter_that_is_out_of_bounds_is_refused_by_name(client: Client, name: str, values: list[str]) -> None:
    for value in values:
        answer = client.get("/support/tickets", params={name: value})
        assert refusal(answer) == (400, "bad_request", f"query.{name}"), value


def test_a_parameter_given_twice_counts_once_or_is_refused(client: Client) -> None:
    opened(client)
    opened(client)

    assert numbers(page(client, items_per_page=[1, 1])) == [2]
    answer = client.get("/support/tickets", params={"items_per_page": [5, 1]})
    assert refusal(answer) == (400, "bad_request", "query.items_per_page")


def test_a_list_is_of_what_its_reader_has_just_written(client: Client) -> None:
    for number in range(1, 6):
        assert opened(client)["number"] == number
        assert numbers(page(client))[0] == number
        closed(client, number)
        assert numbers(page(client, only_opened=1)) == []
        assert page(client)["items"][0] == {
            key: value for key, value in found(client, number).items() if key in LISTED_TICKET
        }


def test_a_page_that_is_larger_than_an_answer_can_be_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "MAX_RESPONSE_BYTES", 20_000)
    for _ in range(5):
        opened(client, client_aliased_name="\U0001f600" * 1_000)

    answer = client.get("/support/tickets")

    assert refusal(answer) == (413, "payload_too_large", None)
    assert "Ask for less" in answer.json()["description"]
    assert len(page(client, items_per_page=2)["items"]) == 2
