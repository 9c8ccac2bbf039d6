"""GET tickets/: pages of a list of 62 tickets, as the vendor's example has them."""

from collections.abc import Iterator

import pytest

from polydesk.dialects.happyfox.sorting import ORDERS
from tests.functional.callers import Sample
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder, new, numbers, page
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture(scope="module")
def api(engine: Engine, sample: Sample) -> Iterator[Client]:
    """Somebody with the key of a desk that has 62 tickets, which nobody changes."""
    with World(engine) as world:
        holder = key_holder(world, sample.put_into(world)["happyfox"])
        answered(holder.post(f"{JSON}/tickets/", json=[new()] * 62))
        world.pump()
        yield holder


def test_positions_are_counted_as_documented(api: Client) -> None:
    assert page(api, size=10, page=1)["page_info"] == {
        "count": 10,
        "last_index": 62,
        "page_count": 7,
        "start_index": 1,
        "end_index": 10,
    }


def test_the_last_page_has_what_is_left(api: Client) -> None:
    last = page(api, page=7)

    assert last["page_info"] == {"count": 2, "last_index": 62, "page_count": 7, "start_index": 61, "end_index": 62}
    assert numbers(last) == [2, 1]


@pytest.mark.parametrize("number", ["8", "1000000", "9" * 30])
def test_a_page_past_the_end_is_empty_and_still_counts(api: Client, number: str) -> None:
    assert page(api, page=number) == {
        "page_info": {"count": 0, "last_index": 62, "page_count": 7, "start_index": 0, "end_index": 0},
        "data": [],
    }


def test_pages_follow_each_other_without_gaps(api: Client) -> None:
    found = [numbers(page(api, size=25, page=one)) for one in (1, 2, 3)]

    assert [len(one) for one in found] == [25, 25, 12]
    assert [number for one in found for number in one] == list(range(62, 0, -1))


@pytest.mark.parametrize("code", sorted(ORDERS))
def test_pages_of_equal_tickets_follow_each_other_in_every_order(api: Client, code: str) -> None:
    found = [numbers(page(api, size=25, page=one, sort=code, minify_response=1)) for one in (1, 2, 3)]

    newest_first = list(range(62, 0, -1))
    oldest_first = code in ("ticketa", "createa")
    assert [number for one in found for number in one] == (newest_first[::-1] if oldest_first else newest_first)


@pytest.mark.parametrize(
    ("size", "taken"),
    [("9", 10), ("0", 10), ("-5", 10), ("+10", 10), ("11", 11), ("50", 50), ("51", 50), ("9" * 30, 50)],
)
def test_a_size_outside_its_bounds_is_brought_to_the_nearer_one(api: Client, size: str, taken: int) -> None:
    info = page(api, size=size)["page_info"]

    assert (info["count"], info["page_count"]) == (taken, -(-62 // taken))


def test_ten_tickets_are_a_page_unless_something_else_is_asked_for(api: Client) -> None:
    assert numbers(page(api)) == list(range(62, 52, -1))
