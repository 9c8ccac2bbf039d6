"""GET /tickets: which tickets it lists, in which order, and its pages."""

from typing import Any

import pytest

from tests.functional.supportbee.listed_tickets import ARCHIVED, LISTED, joined
from tests.functional.supportbee.supportbee_calls import found, numbers, page, shown, token_of
from tools.local_desk.client import Client
from tools.local_desk.world import World

ME_OR_ADA = {"me": [2], "2": [9], "3": [2], "4": [], "999": [], "any": [9, 2], "none": [4, 3, 1]}
TEAMS = {"mine": [4], "1": [4], "7": [], "any": [4], "none": [3, 9, 2, 1]}


def test_the_newest_message_comes_first(listed: Client) -> None:
    assert found(listed) == LISTED


@pytest.mark.parametrize("path", ["/tickets", "/tickets.json"])
def test_both_paths_answer(listed: Client, path: str) -> None:
    assert numbers(shown(listed.get(path))) == LISTED


def test_the_usual_parameters_of_a_poll_are_answered(listed: Client) -> None:
    query = {"archived": "false", "spam": "false", "trash": "false", "page": 1}

    first = page(listed, **query)
    assert {key: value for key, value in first.items() if key != "tickets"} == {
        "total": 5,
        "current_page": 1,
        "per_page": 15,
        "total_pages": 1,
    }
    assert numbers(first) == LISTED
    assert page(listed, **query | {"page": 2})["tickets"] == []


@pytest.mark.parametrize(
    ("query", "listing"),
    [
        ({"archived": "true"}, [5]),
        ({"archived": "any"}, ARCHIVED),
        ({"archived": "False"}, LISTED),
        ({"spam": "true"}, [6]),
        ({"spam": "True"}, [6]),
        ({"spam": "1", "archived": "true"}, []),
        ({"trash": "true"}, [7]),
        ({"trash": "true", "spam": "true"}, [8]),
        ({"trash": "0", "spam": "0"}, LISTED),
    ],
)
def test_flags_select(listed: Client, query: dict[str, Any], listing: list[int]) -> None:
    assert found(listed, **query) == listing


@pytest.mark.parametrize(
    ("query", "listing"),
    [
        ({"replies": "true", "archived": "any"}, [3, 5]),
        ({"replies": "false"}, [4, 9, 2, 1]),
        ({"max_replies": 2}, [3]),
        ({"max_replies": 1, "archived": "any"}, [5]),
        ({"max_replies": 0}, [4, 9, 2, 1]),
        ({"max_replies": 2, "replies": "true"}, [3]),
        ({"max_replies": 10**15}, []),
    ],
)
def test_public_messages_are_counted(listed: Client, query: dict[str, Any], listing: list[int]) -> None:
    assert found(listed, **query) == listing


@pytest.mark.parametrize("user", ME_OR_ADA)
def test_a_person_has_them(listed: Client, user: str) -> None:
    assert found(listed, assigned_user=user) == ME_OR_ADA[user]


@pytest.mark.parametrize("name", ["assigned_team", "assigned_group"])
@pytest.mark.parametrize("team", TEAMS)
def test_a_team_has_them(listed: Client, name: str, team: str) -> None:
    assert found(listed, **{name: team}) == TEAMS[team]


def test_who_is_in_no_team_has_no_tickets_of_teams(listed: Client, listed_world: World) -> None:
    joined(listed_world)
    other = listed_world.client({"Authorization": f"Bearer {token_of(listed_world, 'hal@example.com')}"})
    assert found(other, assigned_team="mine") == []
    assert found(other, starred="false") == []
    assert found(other, starred="true") == []


def test_stars_are_the_callers(listed: Client) -> None:
    assert found(listed, starred="true") == [9]
    assert found(listed, starred="false") == [2]


@pytest.mark.parametrize("label", ["respond now", "RESPOND NOW", "invoice"])
def test_labels_select_in_any_case(listed: Client, label: str) -> None:
    assert found(listed, label=label) == [2]


def test_an_unknown_label_finds_nothing(listed: Client) -> None:
    assert found(listed, label="nope") == []


def test_without_such_a_label_unanswered_finds_who_waits(listed: Client) -> None:
    assert found(listed, label="unanswered", archived="any") == LISTED


@pytest.mark.parametrize(
    ("query", "listing"),
    [
        ({"since": "2026-01-07T08:59:59Z"}, [4, 3]),
        ({"since": "2026-01-07T09:00:00Z"}, [4]),
        ({"until": "2026-01-05T10:00:00"}, [1]),
        ({"until": "2026-01-05T09:00:00"}, []),
        ({"since": "2026-01-06", "until": "20260108"}, [3]),
        ({"since": "2026-01-07T10:00:00 01:00"}, [4]),
        ({"since": "15th Jan 2026 04:05:06 PM"}, []),
        ({"since": "2026-01-07", "until": "2026-01-06"}, []),
        ({"since": "1767776400"}, [4]),
    ],
)
def test_times_of_the_newest_message_select(listed: Client, query: dict[str, Any], listing: list[int]) -> None:
    assert found(listed, **query) == listing


def test_an_unencoded_plus_is_read_as_that(listed: Client) -> None:
    assert numbers(shown(listed.get("/tickets?since=2026-01-07T10:00:00+01:00"))) == [4]


@pytest.mark.parametrize(
    ("emails", "listing"),
    [
        ("ann@example.com", [2]),
        ("ANN@example.com , client@example.com", LISTED),
        ("nobody@example.com", []),
        ("agent@example.com", []),
    ],
)
def test_requesters_select(listed: Client, emails: str, listing: list[int]) -> None:
    assert found(listed, requester_emails=emails) == listing


@pytest.mark.parametrize(
    ("sort", "listing"), [("creation_time", [9, 4, 3, 2, 1]), ("last_activity", LISTED), ("last_activty", LISTED)]
)
def test_an_order_can_be_chosen(listed: Client, sort: str, listing: list[int]) -> None:
    assert found(listed, sort_by=sort) == listing


@pytest.mark.parametrize("sort", ["creation_time", "last_activity"])
def test_pages_follow_each_other(listed: Client, sort: str) -> None:
    pages = [page(listed, per_page=2, page=number, sort_by=sort) for number in range(1, 5)]

    assert [number for one in pages for number in numbers(one)] == numbers(page(listed, sort_by=sort))
    assert [(one["total"], one["total_pages"], one["current_page"]) for one in pages] == [
        (5, 3, number) for number in range(1, 5)
    ]
    assert pages[3]["tickets"] == []


def test_a_page_far_behind_the_end_is_empty(listed: Client) -> None:
    assert page(listed, page=2**31 - 1, per_page=100)["tickets"] == []


def test_an_empty_list_has_one_page(listed: Client) -> None:
    assert page(listed, label="nope") == {
        "total": 0,
        "current_page": 1,
        "per_page": 15,
        "total_pages": 1,
        "tickets": [],
    }


def test_all_filters_hold_together(listed: Client) -> None:
    query = {"assigned_user": "me", "label": "invoice", "replies": "false", "requester_emails": "ann@example.com"}
    assert found(listed, **query) == [2]
    assert found(listed, **query | {"assigned_user": "none"}) == []


def test_the_total_can_be_asked_alone(listed: Client) -> None:
    assert page(listed, total_only="true") == {"total": 5}
    assert page(listed, total_only="True", replies="false", until="2026-01-05T09:00:00") == {"total": 0}
    assert page(listed, total_only="1", archived="any", label="invoice") == {"total": 1}


def test_what_belongs_to_no_filter_is_allowed(listed: Client, listed_world: World) -> None:
    token = token_of(listed_world, "agent@example.com")
    response = listed_world.client().get("/tickets.json", params={"auth_token": token, "format": "json"})
    assert numbers(shown(response)) == LISTED
