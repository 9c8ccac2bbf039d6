"""GET tickets/ with `sort`: each code, alone and with other parameters. Of equal tickets the newest comes first."""

import pytest

from polydesk.dialects.happyfox.sorting import ORDERS
from tests.functional.happyfox.happyfox_calls import numbers, page
from tests.functional.happyfox.listed_tickets import LISTED
from tools.local_desk.client import Client

BY_CODE = {
    "ticketa": LISTED[::-1],
    "ticketd": LISTED,
    "createa": LISTED[::-1],
    "created": LISTED,
    "updatea": [1, 3, 4, 5, 6, 9, 8, 2],
    "updated": [2, 9, 8, 6, 5, 4, 3, 1],
    "last_modifieda": [1, 3, 4, 5, 6, 8, 9, 2],
    "last_modifiedd": [2, 9, 8, 6, 5, 4, 3, 1],
    "prioritya": [9, 1, 8, 6, 4, 3, 5, 2],
    "priorityd": [5, 2, 8, 6, 4, 3, 9, 1],
    "statusa": [9, 8, 3, 2, 1, 4, 6, 5],
    "statusd": [5, 6, 4, 9, 8, 3, 2, 1],
    "categorya": [8, 2, 9, 6, 5, 4, 3, 1],
    "categoryd": [9, 6, 5, 4, 3, 1, 8, 2],
    "assigneea": [9, 3, 5, 2, 8, 6, 4, 1],
    "assigneed": [5, 2, 9, 3, 8, 6, 4, 1],
    "clienta": [9, 8, 4, 3, 1, 6, 5, 2],
    "clientd": [6, 5, 2, 9, 8, 4, 3, 1],
    "subjecta": [3, 6, 4, 8, 1, 2, 9, 5],
    "subjectd": [5, 9, 2, 1, 8, 4, 6, 3],
    "due": [1, 4, 2, 3, 5, 9, 8, 6],
    "unresponded": [2, 9, 8, 6, 4, 1, 5, 3],
}
FILTERS = {
    "category=1": ({"category": "1"}, {9, 6, 5, 4, 3, 1}),
    "a word": ({"q": "order"}, {9, 8, 3}),
    "terms": ({"q": "unresponded:true created-on-or-after:2026-01-06", "status": "_pending"}, {9, 8, 6, 4, 2}),
    "a customer": ({"contact": "ann"}, {6, 5, 2}),
    "nothing": ({"tag": "no such tag"}, set[int]()),
}


def test_every_code_is_tested() -> None:
    assert BY_CODE.keys() == ORDERS.keys()


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_a_list_is_sorted_by(listed: Client, code: str) -> None:
    answer = page(listed, sort=code)

    assert (numbers(answer), answer["page_info"]["last_index"]) == (BY_CODE[code], len(LISTED))


@pytest.mark.parametrize("code", sorted(BY_CODE))
@pytest.mark.parametrize("name", sorted(FILTERS))
def test_an_order_holds_with_other_parameters(listed: Client, code: str, name: str) -> None:
    parameters, found = FILTERS[name]
    answer = page(listed, sort=code, minify_response=1, **parameters)

    assert numbers(answer) == [number for number in BY_CODE[code] if number in found]
    assert answer["page_info"]["last_index"] == len(found)


def test_a_page_past_the_end_is_empty_in_every_order(listed: Client) -> None:
    for code in ORDERS:
        answer = page(listed, sort=code, page=2, q="order")
        assert answer == {
            "page_info": {"count": 0, "last_index": 3, "page_count": 1, "start_index": 0, "end_index": 0},
            "data": [],
        }


def test_a_list_without_tickets_has_one_page(listed: Client) -> None:
    assert page(listed, tag="no such tag")["page_info"] == {
        "count": 0,
        "last_index": 0,
        "page_count": 1,
        "start_index": 0,
        "end_index": 0,
    }
