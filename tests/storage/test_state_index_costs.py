"""The costs of the state index: of moving a ticket, and of reading a quarter."""

from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import IndexSlot
from polydesk.storage.state_index.layout import QUARTER_SIZE
from tests.storage.tables import ENGINE_ONLY
from tools.bench.indexed_tickets import IndexedTickets, put_tickets
from tools.meter import Meter

pytestmark = ENGINE_ONLY

STATES = range(1, 7)

SPAM = {IndexSlot(state_id, hidden=True): 0.1 for state_id in (1, 2, 5)}

EVEN = {IndexSlot(state_id): 1.0 for state_id in STATES} | SPAM
"""The most expensive mix for the index: every chunk of every state is dense."""


def test_a_move_costs_two_small_writes_besides_those_of_the_ticket_in_the_densest_index(table: DynamoTable) -> None:
    even = {IndexSlot(state_id): 1.0 for state_id in range(1, 13)}
    put_tickets(table, 4_000, even)
    moved = IndexedTickets(table).index.operations(3_000, IndexSlot(1), IndexSlot(2))

    with Meter(table) as meter:
        table.commit(moved, Deadline(1.0))

    assert (meter.requests, meter.write_units) == ({"TransactWriteItems": 1}, 4)


def test_a_quarter_costs_one_query_of_few_units_in_the_densest_index(table: DynamoTable) -> None:
    tickets = put_tickets(table, 20_000, EVEN).numbers(STATES)

    with Meter(table) as meter:
        found = IndexedTickets(table).index.in_quarters(STATES, [3])

    assert list(found.newest_first()) == [number for number in tickets if number // QUARTER_SIZE == 3]
    assert meter.requests == {"Query": 1}
    assert meter.read_units <= 2
