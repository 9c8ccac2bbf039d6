"""GET /tickets/search: tickets by the words of their texts and of their requester."""

from typing import Any

import pytest

from tests.functional.supportbee.listed_tickets import ARCHIVED
from tests.functional.supportbee.supportbee_calls import numbers, refusal, shown
from tools.local_desk.client import Client

CARLS = [number for number in ARCHIVED if number != 2]


def searched(caller: Client, query: str, **parameters: Any) -> list[int]:
    """The numbers of the tickets that a search finds, whose total must be right."""
    body = shown(caller.get("/tickets/search", params={"query": query, **parameters}))
    assert body["total"] == len(body["tickets"])
    return numbers(body)


@pytest.mark.parametrize(
    ("query", "listing"),
    [
        ("invoice", [2]),
        ("INVOICE pay", [2]),
        ("invoice smokes", []),
        ("ord", [3, 5]),
        ("order news", [3, 5]),
        ("secret", [4]),
        ("Ann", [2]),
        ("lee box", [2]),
        ("ann@example.com", [2]),
        ("carl", CARLS),
        ("carl printer", [1]),
        ("nothing such", []),
    ],
)
def test_all_words_are_found(listed: Client, query: str, listing: list[int]) -> None:
    assert searched(listed, query) == listing


@pytest.mark.parametrize(
    ("flags", "listing"),
    [({"spam": "true"}, [6]), ({"trash": "true"}, []), ({"spam": "true", "trash": "true"}, [8])],
)
def test_spam_and_trash_are_searched_on_request(listed: Client, flags: dict[str, str], listing: list[int]) -> None:
    assert searched(listed, "win", **flags) == listing
    assert searched(listed, "win") == []


def test_a_number_alone_finds_its_ticket(listed: Client) -> None:
    assert searched(listed, "4") == [4]


def test_a_search_has_pages(listed: Client) -> None:
    query = {"query": "carl", "per_page": 2}
    pages = [shown(listed.get("/tickets/search.json", params={**query, "page": number})) for number in (1, 2, 3, 4)]
    assert [number for one in pages for number in numbers(one)] == CARLS
    assert [(one["total"], one["current_page"], one["per_page"], one["total_pages"]) for one in pages] == [
        (5, number, 2, 3) for number in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({}, "query is missing"),
        ({"query": ""}, "query: send the words to search for"),
        ({"query": " "}, "query: send the words to search for"),
        ({"query": "a b c d e f g h i"}, "query: "),
        ({"query": "x" * 201}, "query: "),
        ({"query": "x", "archived": "true"}, "archived is not known here"),
        ({"query": "x", "per_page": "101"}, "per_page should be less than or equal to 100"),
    ],
)
def test_a_wrong_search_is_refused(listed: Client, query: dict[str, str], problem: str) -> None:
    status, sentence = refusal(listed.get("/tickets/search", params=query))
    assert status == 400
    assert sentence.startswith(f"Validation failed: {problem}")
