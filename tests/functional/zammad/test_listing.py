"""Lists: pages, orders, and the names of what a state refers to."""

import pytest

from tests.functional.zammad.states import (
    CLOSED,
    NEW,
    PENDING_CLOSE,
    REMOVED,
    STATES,
    change,
    create,
    ids,
    listed,
    made,
    refusal,
    show,
)
from tools.local_desk.client import Client


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7]),
        ("?per_page=3", [1, 2, 3]),
        ("?per_page=3&page=3", [7]),
        ("?limit=2&page=2", [3, 4]),
        ("?per_page=3&limit=2", [1, 2, 3]),
        ("?page=4&per_page=3", []),
        ("?page=2", []),
        ("?page=99999999999999999999", []),
        ("?page=0", [1, 2, 3, 4, 5, 6, 7]),
        ("?page=two&per_page=-1", [1, 2, 3, 4, 5, 6, 7]),
        ("?per_page=999999999999999", [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_pages(zammad: Client, query: str, expected: list[int]) -> None:
    assert ids(zammad, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort_by=id&order_by=desc", [7, 6, 5, 4, 3, 2, 1]),
        ("?order_by=DESC&per_page=2", [7, 6]),
        ("?sort_by=name", [4, 5, 1, 2, 7, 3, 6]),
        ("?sort_by=state_type_id", [1, 2, 3, 7, 4, 5, 6]),
        ("?sort_by=next_state_id", [7, 1, 2, 3, 4, 5, 6]),
        ("?sort_by=active,id&order_by=asc,desc", [6, 7, 5, 4, 3, 2, 1]),
        ("?sort_by=default_create,name&order_by=desc", [1, 6, 3, 7, 2, 5, 4]),
    ],
)
def test_orders(zammad: Client, query: str, expected: list[int]) -> None:
    assert ids(zammad, query) == expected


def test_each_key_of_a_state_sorts(zammad: Client) -> None:
    for key in listed(zammad)[0]:
        assert len(listed(zammad, f"?sort_by={key}&order_by=desc")) == 7


def test_letters_sort_without_their_case(zammad: Client) -> None:
    state_id = create(zammad, "Nearly closed")
    assert ids(zammad, "?sort_by=name")[1:4] == [5, state_id, NEW]


def test_what_is_no_column_and_no_order_is_refused(zammad: Client) -> None:
    assert refusal(zammad.get(f"{STATES}?sort_by=colour")) == (422, "Found invalid column 'colour' for sorting.")
    text = "Found invalid order by value up. Please use 'asc' or 'desc'."
    assert refusal(zammad.get(f"{STATES}?order_by=up")) == (422, text)


def test_inactive_states_are_listed_and_deleted_ones_are_not(zammad: Client) -> None:
    assert zammad.delete(f"{STATES}/{REMOVED}").status == 200
    change(zammad, PENDING_CLOSE, active=False)
    assert ids(zammad) == [1, 2, 3, 4, 5, 7]


EXPANDED = {
    "state_type": "pending action",
    "next_state": "closed",
    "created_by": "-",
    "updated_by": "admin@example.com",
}


@pytest.mark.parametrize("value", ["true", "1"])
def test_an_expanded_state_shows_the_names_too(zammad: Client, value: str) -> None:
    change(zammad, PENDING_CLOSE, note="soon")

    shown = made(zammad.get(f"{STATES}/{PENDING_CLOSE}?expand={value}"))
    in_list = listed(zammad, f"?expand={value}")

    assert shown == {**show(zammad, PENDING_CLOSE), **EXPANDED}
    assert in_list[PENDING_CLOSE - 1] == shown
    assert "next_state" not in in_list[CLOSED - 1]


def test_names_are_told_in_answers_to_changes_and_asked_for_in_bodies_too(zammad: Client) -> None:
    body = {"name": "waiting", "state_type_id": 2, "next_state_id": 4}
    created = made(zammad.post(f"{STATES}?expand=true", json=body), 201)
    assert (created["state_type"], created["next_state"]) == ("open", "closed")
    assert created["created_by"] == created["updated_by"] == "admin@example.com"

    assert change(zammad, 8, expand=True)["state_type"] == "open"
    assert change(zammad, 8, expand="1")["state_type"] == "open"
    assert "state_type" not in change(zammad, 8, expand=False)
    assert made(zammad.request("GET", f"{STATES}/8", json={"expand": 1}))["state_type"] == "open"
    assert zammad.delete(f"{STATES}/8?expand=true").json() == {}


@pytest.mark.parametrize("value", ["false", "0", "yes", ""])
def test_anything_else_expands_nothing(zammad: Client, value: str) -> None:
    assert len(made(zammad.get(f"{STATES}/1?expand={value}"))) == 13


def test_a_state_that_is_sent_back_as_it_came_stays_as_it_is(zammad: Client) -> None:
    for state in listed(zammad, "?expand=true"):
        answer = zammad.put(f"{STATES}/{state['id']}?expand=true", json=state)
        assert made(answer) == state
        assert answer.headers["ETag"] == '"1"'
