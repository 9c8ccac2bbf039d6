"""What a warm function asks of DynamoDB for lists: few requests, and few of them in a row."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.happyfox.happyfox_calls import AGENT, JSON, answered, key_holder, new
from tests.functional.supportbee.supportbee_calls import shown
from tools.bench.rounds import RequestRounds
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

IN_A_ROW = 4
"""Requests of which each waits for the one before: the indexes, members, rows, and what the rows refer to."""

EXCLUDING = 5
"""The same for a list of all tickets but those with a fact: which of these it would have is asked first."""

QUERIES: list[dict[str, Any]] = [
    {},
    {"per_page": 100},
    {"per_page": 15, "page": 3},
    {"sort_by": "creation_time"},
    {"sort_by": "creation_time", "page": 4},
    {"archived": "any"},
    {"archived": "true"},
    {"spam": "true"},
    {"trash": "true", "spam": "true"},
    {"replies": "false"},
    {"max_replies": 0},
    {"assigned_user": "me"},
    {"assigned_team": "mine"},
    {"starred": "true"},
    {"starred": "false"},
    {"label": "vip"},
    {"label": "unanswered"},
    {"since": "2020-01-01"},
    {"until": "2020-01-01"},
    {"since": "2020-01-01", "label": "vip", "assigned_user": "me", "replies": "false"},
]

EXCLUSIONS: list[dict[str, Any]] = [{"replies": "true"}, {"assigned_user": "none"}]


@pytest.fixture(scope="module")
def many(listed: Client, listed_world: World) -> Client:
    """An agent of a desk with 150 tickets more."""
    tokens = listed_world.invoke("OpsSetUpDesk", {"tokens": [{"name": "more"}]})["tokens"]
    desk = key_holder(listed_world, tokens[0])
    for tags in ("vip", "", "vip"):
        answered(desk.post(f"{JSON}/tickets/", json=[new(tags=tags, assignee=AGENT)] * 50))
    listed_world.pump()
    return listed


def in_a_row(caller: Client, path: str, query: dict[str, Any]) -> int:
    """The requests in a row of a warm call."""
    shown(caller.get(path, params=query))
    with RequestRounds(shared_resources().table) as rounds:
        shown(caller.get(path, params=query))
    return rounds.in_a_row


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_page_waits_for_few_requests(many: Client, query: dict[str, Any]) -> None:
    assert in_a_row(many, "/tickets", query) <= IN_A_ROW


@pytest.mark.parametrize("query", EXCLUSIONS, ids=str)
def test_a_page_without_tickets_that_have_a_fact_waits_for_one_more(many: Client, query: dict[str, Any]) -> None:
    assert in_a_row(many, "/tickets", query) <= EXCLUDING


@pytest.mark.parametrize("words", ["printer", "carl", "it smokes"])
def test_a_search_waits_for_few_requests(many: Client, words: str) -> None:
    assert in_a_row(many, "/tickets/search", {"query": words}) <= IN_A_ROW


def test_requesters_are_looked_up_before_the_list(many: Client) -> None:
    query = {"requester_emails": "ann@example.com,client@example.com"}
    assert in_a_row(many, "/tickets", query) <= IN_A_ROW + 2


def test_one_ticket_waits_for_two_requests(many: Client) -> None:
    assert in_a_row(many, "/tickets/2", {}) == 2


@pytest.mark.parametrize("query", [*QUERIES, *EXCLUSIONS], ids=str)
def test_a_total_reads_no_ticket(many: Client, query: dict[str, Any]) -> None:
    shown(many.get("/tickets", params=query))
    with Meter(shared_resources().table) as meter:
        body = shown(many.get("/tickets", params={**query, "total_only": "true"}))
    assert set(body) == {"total"}
    assert meter.requests.keys() <= {"GetItem", "BatchGetItem", "Query"}
    assert in_a_row(many, "/tickets", {**query, "total_only": "true"}) < IN_A_ROW
