"""What a warm function asks of DynamoDB for tickets: few requests in a row, whatever the list shows."""

from collections.abc import Iterator
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Sample
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder
from tests.functional.zammad.states import zammad_caller
from tests.functional.zammad.ticket_calls import TICKETS, opened
from tools.bench.rounds import RequestRounds
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

IN_A_ROW = 4
"""Requests of which each waits for the one before: the indexes, members, rows, and what the rows refer to."""

LISTS: list[dict[str, Any]] = [
    {},
    {"expand": "true"},
    {"full": "true"},
    {"expand": "true", "page": 2},
    {"expand": "true", "per_page": 1000},
    {"expand": "true", "sort_by": "created_at", "order_by": "desc"},
    {"expand": "true", "sort_by": "updated_at", "order_by": "desc"},
    {"expand": "true", "sort_by": "last_contact_at"},
    {"expand": "true", "sort_by": "title,id"},
]


@pytest.fixture(scope="module")
def callers(engine: Engine, sample: Sample) -> Iterator[dict[str, Client]]:
    """The agent and the customer of a desk with 150 tickets, two of which have time booked."""
    with World(engine) as world:
        tokens = sample.put_into(world)
        for _ in range(3):
            opened(world, tokens, *[{"assignee": 2}, {"assignee": 3}, {}] * 17)
        key = key_holder(world, tokens["happyfox"])
        for number in (1, 2):
            body = {"staff": 3, "text": "Soon", "time_spent": 5}
            answered(key.post(f"{JSON}/ticket/{number}/staff_update/", json=body))
        world.pump()
        yield {name: zammad_caller(world, tokens[name]["token"]) for name in ("agent", "client")}


def in_a_row(caller: Client, path: str, query: dict[str, Any]) -> int:
    """The requests in a row of a warm call."""
    assert caller.get(path, params=query).status == 200
    with RequestRounds(shared_resources().table) as rounds:
        assert caller.get(path, params=query).status == 200
    return rounds.in_a_row


@pytest.mark.parametrize("caller", ["agent", "client"])
@pytest.mark.parametrize("query", LISTS, ids=str)
def test_a_page_waits_for_few_requests(callers: dict[str, Client], caller: str, query: dict[str, Any]) -> None:
    assert in_a_row(callers[caller], TICKETS, query) <= IN_A_ROW


def test_a_plain_list_reads_nothing_but_rows_and_indexes(callers: dict[str, Client]) -> None:
    plain = in_a_row(callers["agent"], TICKETS, {})
    assert plain == in_a_row(callers["agent"], TICKETS, {"expand": "true"}) - 1


@pytest.mark.parametrize("caller", ["agent", "client"])
@pytest.mark.parametrize(("query", "requests"), [({}, 1), ({"expand": "true"}, 2), ({"full": "true"}, 2)], ids=str)
def test_one_ticket_waits_for_two_requests_at_most(
    callers: dict[str, Client], caller: str, query: dict[str, Any], requests: int
) -> None:
    assert in_a_row(callers[caller], f"{TICKETS}/1", query) == requests
