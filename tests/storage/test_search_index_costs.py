"""What words cost: to note one, and to find the tickets that have it."""

from collections.abc import Iterable

import pytest

from polydesk.storage.search_index.index import SearchIndex
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.state_index.ticket_sets import TicketSet
from polydesk.storage.table import Table
from tools.bench.indexed_tickets import crowd
from tools.bench.postings import written
from tools.meter import Meter

SIZE = 10_000
STATES = (1, 2, 5)
DESK = {IndexSlot(1): 1.0, IndexSlot(2): 9.0, IndexSlot(5): 90.0}

SHARES = {"the": 0.9, "printer": 0.1, "invoice": 0.01} | {f"pr{letter}x": 0.01 for letter in "abcdefghij"}
"""Words, and in which part of the tickets each is."""


def searched(table: Table, whole: Iterable[str], beginning: str) -> tuple[TicketSet, Meter]:
    """The tickets that have all this, and what it took to know them."""
    postings, index = SearchIndex(table), StateIndex(table)
    with Meter(table.client) as meter:
        found = postings.with_prefix(beginning, private=True)
        for word in whole:
            found &= postings.with_term(word, private=True)
        found = index.in_states(found, STATES)
    return found, meter


@pytest.mark.parametrize(
    ("whole", "beginning", "at_least", "requests", "units"),
    [
        ([], "printer", 900, 2, 2.5),
        ([], "invoice", 80, 2, 2.5),
        ([], "pr", 1_700, 2, 3.5),
        (["printer"], "invoice", 5, 3, 3.0),
        (["the", "printer"], "pr", 800, 4, 7.5),
    ],
)
def test_a_search_in_ten_thousand_tickets_costs_few_requests_and_units_before_its_rows(
    table: Table, whole: list[str], beginning: str, at_least: int, requests: int, units: float
) -> None:
    crowd(table, SIZE, DESK)
    written(table, SHARES, SIZE)

    found, meter = searched(table, whole, beginning)

    assert len(found) >= at_least
    assert meter.requests.total() == requests
    assert meter.read_units <= units


def test_a_rare_word_costs_as_little_in_a_desk_ten_times_as_large(table: Table) -> None:
    crowd(table, 10 * SIZE, DESK)
    SearchIndex(table).add(7, ["needle"], public=True)
    SearchIndex(table).add(70_000, ["needle"], public=True)

    found, meter = searched(table, [], "needle")

    assert list(found.newest_first()) == [70_000, 7]
    assert (meter.requests, meter.read_units) == ({"Query": 1, "BatchGetItem": 1}, 2.5)


@pytest.mark.parametrize(("share", "units"), [(0.0, 1), (0.01, 1), (0.3, 1), (1.0, 3)])
def test_noting_a_word_costs_one_write_unit_until_a_third_of_the_tickets_have_it(
    table: Table, share: float, units: int
) -> None:
    written(table, {"word": share}, 999)

    with Meter(table.client) as meter:
        SearchIndex(table).add(500, ["word"], public=True)

    assert (meter.requests, meter.write_units) == ({"UpdateItem": 1}, units)
