"""The costs of adding terms to the search index, and of searches."""

from collections.abc import Iterable

import pytest

from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.search_index import index
from polydesk.storage.search_index.index import THOUSAND, SearchIndex
from polydesk.storage.state_index.index import IndexSlot, StateIndex
from polydesk.storage.ticket_sets import TicketSet
from tests.storage.tables import ENGINE_ONLY
from tools.bench.indexed_tickets import put_tickets
from tools.bench.postings import put_postings
from tools.meter import Meter

pytestmark = ENGINE_ONLY

SIZE = 10_000
STATES = (1, 2, 5)
DESK = {IndexSlot(1): 1.0, IndexSlot(2): 9.0, IndexSlot(5): 90.0}

SHARES = {"the": 0.9, "printer": 0.1, "invoice": 0.01} | {f"pr{letter}x": 0.01 for letter in "abcdefghij"}
"""Terms, and the share of tickets that contain each."""


def search(table: DynamoTable, terms: Iterable[str], prefix: str) -> tuple[TicketSet, Meter]:
    """Return the tickets that contain all terms and one with the prefix, and the costs of finding them."""
    postings, states = SearchIndex(table), StateIndex(table)
    with Meter(table) as meter:
        found = postings.with_prefix(prefix, private=True)
        for term in terms:
            found &= postings.with_term(term, private=True)
        found = states.in_states(found, STATES)
    return found, meter


@pytest.mark.parametrize(
    ("terms", "prefix", "at_least", "requests", "units"),
    [
        ([], "printer", 900, 2, 2.5),
        ([], "invoice", 80, 2, 2.5),
        ([], "pr", 1_700, 2, 3.5),
        (["printer"], "invoice", 5, 3, 3.0),
        (["the", "printer"], "pr", 800, 4, 7.5),
    ],
)
def test_a_search_in_ten_thousand_tickets_costs_few_requests_and_units_before_its_rows(
    table: DynamoTable, terms: list[str], prefix: str, at_least: int, requests: int, units: float
) -> None:
    put_tickets(table, SIZE, DESK)
    put_postings(table, SHARES, SIZE)

    found, meter = search(table, terms, prefix)

    assert len(found) >= at_least
    assert meter.requests.total() == requests
    assert meter.read_units <= units


def test_a_rare_term_costs_as_little_in_a_desk_ten_times_as_large(table: DynamoTable) -> None:
    put_tickets(table, 10 * SIZE, DESK)
    SearchIndex(table).add(7, ["needle"], public=True)
    SearchIndex(table).add(70_000, ["needle"], public=True)

    found, meter = search(table, [], "needle")

    assert list(found.newest_first()) == [70_000, 7]
    assert (meter.requests, meter.read_units) == ({"Query": 1, "BatchGetItem": 1}, 2.5)


@pytest.mark.parametrize(("share", "units"), [(0.0, 1), (0.01, 1), (0.3, 1), (1.0, 3)])
def test_adding_a_term_costs_one_write_unit_until_a_third_of_the_tickets_contain_it(
    table: DynamoTable, share: float, units: int
) -> None:
    put_postings(table, {"word": share}, THOUSAND - 1)

    with Meter(table) as meter:
        SearchIndex(table).add(THOUSAND // 2, ["word"], public=True)

    assert (meter.requests, meter.write_units) == ({"UpdateItem": 1}, units)


def test_a_word_of_a_subject_costs_one_write_unit_more(table: DynamoTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "THREADS", 1)  # the meter counts writes of one thread
    with Meter(table) as meter:
        SearchIndex(table).add(7, ["broken", "printer"], public=True, in_subject=True)

    assert (meter.requests, meter.write_units) == ({"UpdateItem": 4}, 4)
