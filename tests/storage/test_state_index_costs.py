"""The costs of a page: the same at any offset, and hardly more on a large desk than on a small one."""

from itertools import islice

import pytest

from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import IndexSlot
from tests.storage.tables import ENGINE_ONLY
from tools.bench.indexed_tickets import BulkTickets, IndexedTickets, put_tickets
from tools.meter import Meter

pytestmark = ENGINE_ONLY

STATES = range(1, 7)

SPAM = {IndexSlot(state_id, hidden=True): 0.1 for state_id in (1, 2, 5)}

EVEN = {IndexSlot(state_id): 1.0 for state_id in STATES} | SPAM
"""The most expensive mix for the index: every chunk of every state is dense."""

GROWN = {IndexSlot(5): 50.0} | {IndexSlot(state_id): 0.5 for state_id in STATES if state_id != 5} | SPAM
"""A desk that has closed most of its tickets."""

DEPTHS = (0, 0.1, 0.3, 0.5, 0.8, 1)


def costs(table: DynamoTable, tickets: BulkTickets, limit: int) -> list[tuple[int, float]]:
    """Return requests and read units of pages of all tickets, from the first to the last."""
    everything = tickets.numbers(STATES)
    measured = []
    for depth in DEPTHS:
        offset = int(depth * (len(everything) - limit))
        with Meter(table) as meter:
            page = IndexedTickets(table).index.page(STATES, offset, limit)
        assert page.numbers == everything[offset : offset + limit]
        measured.append((meter.requests.total(), meter.read_units))
    return measured


@pytest.mark.parametrize(
    ("size", "mix", "units_of_ten", "units_of_thousand"),
    [(100_000, GROWN, 2, 3), (100_000, EVEN, 2, 3), (1_000_000, EVEN, 4, 5)],
    ids=["grown", "even", "a million"],
)
def test_any_page_costs_few_requests_and_units_before_its_rows(
    table: DynamoTable, size: int, mix: dict[IndexSlot, float], units_of_ten: int, units_of_thousand: int
) -> None:
    tickets = put_tickets(table, size, mix)

    tens, thousands = costs(table, tickets, 10), costs(table, tickets, 1000)

    assert all(requests <= 3 for requests, _ in tens + thousands)
    assert max(units for _, units in tens) <= units_of_ten
    assert max(units for _, units in thousands) <= units_of_thousand


def test_a_move_costs_two_small_writes_besides_those_of_the_ticket_in_the_densest_index(table: DynamoTable) -> None:
    even = {IndexSlot(state_id): 1.0 for state_id in range(1, 13)}
    put_tickets(table, 4_000, even)
    moved = IndexedTickets(table).index.operations(3_000, IndexSlot(1), IndexSlot(2))

    with Meter(table) as meter:
        table.commit(moved, Deadline(1.0))

    assert (meter.requests, meter.write_units) == ({"TransactWriteItems": 1}, 4)


def test_refilling_a_page_reads_the_directory_and_one_quarter(table: DynamoTable) -> None:
    tickets = put_tickets(table, 20_000, EVEN).numbers(STATES)

    with Meter(table) as meter:
        refill = list(islice(IndexedTickets(table).index.numbers(STATES, below=tickets[4_999]), 3))

    assert refill == tickets[5_000:5_003]
    assert meter.requests == {"Query": 2}
