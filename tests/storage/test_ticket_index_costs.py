"""The costs of lists by slot, before their rows: the same at any offset, and for many tickets."""

import random
from collections.abc import Iterator, Mapping

import pytest

from polydesk.domain.slot import GONE_SLOT, Slot, is_hidden
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_index.layout import Wanted
from polydesk.storage.ticket_sets import TicketSet
from tests.storage.tables import dynamo_tables
from tools.bench.slotted_tickets import SlottedTickets, put_slotted_tickets
from tools.engine import Engine
from tools.meter import Meter

SIZE = 100_000

HIDDEN = {Slot(1, spam=True): 0.2, GONE_SLOT: 0.1}

EVEN = {Slot(state_id): 1.0 for state_id in range(1, 7)} | HIDDEN
"""The most expensive mix of six states: every chunk of every state is dense."""

GROWN = {Slot(5): 45.0, Slot(5, archived=True): 5} | {Slot(state_id): 0.5 for state_id in (1, 2, 3, 4)} | HIDDEN
"""A desk that has closed most of its tickets."""

LISTS: dict[str, Wanted] = {
    "all": lambda slot: not is_hidden(slot),
    "open": lambda slot: slot.state_id < 5 and not is_hidden(slot),
    "closed": lambda slot: slot.state_id >= 5 and not is_hidden(slot),
}

DEPTHS = (0, 0.3, 0.5, 0.8, 1)


@pytest.fixture(scope="module", params=[GROWN, EVEN], ids=["grown", "even"])
def desk(engine: Engine, request: pytest.FixtureRequest) -> Iterator[tuple[DynamoTable, SlottedTickets]]:
    """A table with many tickets, which no test changes."""
    with dynamo_tables(engine) as new_table:
        table = new_table()
        yield table, put_tickets(table, request.param)


@pytest.fixture
def table(desk: tuple[DynamoTable, SlottedTickets]) -> DynamoTable:
    """The table of the tickets."""
    return desk[0]


@pytest.fixture
def tickets(desk: tuple[DynamoTable, SlottedTickets]) -> SlottedTickets:
    """The tickets in it."""
    return desk[1]


def put_tickets(table: DynamoTable, weights: Mapping[Slot, float]) -> SlottedTickets:
    """Put a hundred thousand tickets; of the last hour's tickets some have been closed, and some of the old ones."""
    put = put_slotted_tickets(table, SIZE, weights)
    slots = list(put.slots)
    index = TicketIndex(table)
    drawn = random.Random(1)
    for number in [*drawn.sample(range(1, SIZE), 40), *range(SIZE - 20, SIZE)]:
        before, after = slots[number - 1], Slot(5)
        if operations := index.operations(number, before, after, recent=number > SIZE - 100):
            table.commit(operations, Deadline(1.0))
        slots[number - 1] = after
    return SlottedTickets(slots)


def pages(table: DynamoTable, tickets: SlottedTickets, limit: int) -> dict[str, tuple[int, float]]:
    """Return the most requests and read units of pages from the first to the last, with the directory, by list."""
    index = TicketIndex(table)
    found = {}
    for name, wanted in LISTS.items():
        listed = tickets.numbers(wanted)
        measured = []
        for depth in DEPTHS:
            offset = max(int(depth * (len(listed) - limit)), 0)
            with Meter(table) as meter:
                page = index.page(index.directory(), wanted, offset, limit)
            assert page.numbers == listed[offset : offset + limit]
            measured.append((meter.requests.total(), meter.read_units))
        found[name] = max(one[0] for one in measured), max(one[1] for one in measured)
    return found


def test_pages_of_a_hundred_thousand_tickets_cost_few_requests_and_units(
    table: DynamoTable, tickets: SlottedTickets
) -> None:
    tens, thousands = pages(table, tickets, 10), pages(table, tickets, 1_000)

    assert max(units for _, units in tens.values()) <= 4
    assert max(requests for requests, _ in tens.values()) <= 3
    assert max(units for _, units in thousands.values()) <= 9
    assert max(requests for requests, _ in thousands.values()) <= 5


def test_selections_read_each_bucket_by_one_query_and_few_numbers_by_one_request(
    table: DynamoTable, tickets: SlottedTickets
) -> None:
    index = TicketIndex(table)
    directory = index.directory()
    few = TicketSet.from_numbers(random.Random(2).sample(range(1, SIZE), 12))

    with Meter(table) as of_all:
        is_open = index.select(directory, LISTS["open"])
    with Meter(table) as of_few:
        some = index.select(directory, LISTS["closed"], few)

    assert is_open == TicketSet.from_numbers(tickets.numbers(LISTS["open"]))
    assert of_all.requests == {"Query": 7}
    assert of_all.read_units <= 38
    assert some == TicketSet.from_numbers(tickets.numbers(LISTS["closed"])) & few
    assert (of_few.requests, of_few.read_units) == ({"BatchGetItem": 1}, 12)
