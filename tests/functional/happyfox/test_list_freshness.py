"""GET tickets/: what counts at once, and what counts when the table's stream has been delivered."""

import pytest

from tests.functional.happyfox.happyfox_calls import CLOSED, JSON, answered, created, new, numbers, page, updated
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("status", "_completed", [1]),
        ("status", "1", [3, 2]),
        ("q", "status:new,closed", [3, 2, 1]),
        ("contact", "CLIENT@example.com", [3, 2, 1]),
        ("contact", "ivy@example.com", []),
        ("id", "1,HFS00000003,4", [3, 1]),
        ("sort", "ticketa", [1, 2, 3]),
    ],
)
def test_state_customer_and_number_count_at_once(api: Client, name: str, value: str, found: list[int]) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new()] * 3))
    updated(api, 1, status=CLOSED)

    answer = page(api, **{name: value})

    assert (numbers(answer), answer["page_info"]["last_index"]) == (found, len(found))


def test_what_else_a_ticket_has_counts_when_the_stream_is_delivered(world: World, api: Client) -> None:
    created(api, tags="vip")
    queries = ("tag:vip", "created-on:2026-01-05", "broken")

    assert [numbers(page(api, q=q)) for q in queries] == [[], [], []]
    world.pump()
    assert [numbers(page(api, q=q)) for q in queries] == [[1], [1], [1]]


def test_a_page_never_shows_a_ticket_that_does_not_match_any_more(world: World, api: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", json=[new(tags="vip")] * 13))
    world.pump()
    for number in (13, 11):
        updated(api, number, tags="")

    behind = page(api, tag="vip")
    assert numbers(behind) == [12, *range(10, 1, -1)]
    assert behind["page_info"]["last_index"] == 13

    world.pump()
    assert numbers(page(api, tag="vip")) == numbers(behind)
    assert page(api, tag="vip")["page_info"]["last_index"] == 11


def test_a_new_ticket_comes_last_in_orders_by_time_until_the_stream_is_delivered(world: World, api: Client) -> None:
    for _ in range(2):
        answered(api.post(f"{JSON}/tickets/", json=[new()] * 65))
    world.pump()
    world.clock.advance(hours=1)
    created(api)

    for page_number in (1, 2):
        found = numbers(page(api, sort="updated", page=page_number, size=50))
        assert 131 not in found
    world.pump()
    assert numbers(page(api, sort="updated"))[:2] == [131, 130]
