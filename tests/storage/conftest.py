"""Tables for each test: on the engine that `ENGINE` selects, and in memory."""

import os
from collections.abc import Callable, Iterator

import pytest

from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.table import Table
from tests.fakes.table import FakeTable
from tests.storage.placed_tickets import place_tickets
from tests.storage.tables import dynamo_tables
from tools.bench.slotted_tickets import PlacedTickets
from tools.engine import DYNAMODB_LOCAL, Engine

# moto does not isolate transactions of several threads; races run on the engine that does.
RACES = ["test_timer_index_many.py", "test_state_index_races.py", "test_states_races.py"]
collect_ignore = [] if os.environ.get("ENGINE") == DYNAMODB_LOCAL else RACES


@pytest.fixture
def new_dynamo_table(engine: Engine) -> Iterator[Callable[[], DynamoTable]]:
    """Return a function that creates an empty table on the engine."""
    with dynamo_tables(engine) as make:
        yield make


@pytest.fixture(params=["engine", "fake"])
def new_table(request: pytest.FixtureRequest) -> Callable[[], Table]:
    """Return a function that creates an empty table: on the engine, then the same test again in memory."""
    if request.param == "fake":
        return FakeTable
    create: Callable[[], Table] = request.getfixturevalue("new_dynamo_table")
    return create


@pytest.fixture
def table(new_table: Callable[[], Table]) -> Table:
    """An empty table."""
    return new_table()


@pytest.fixture
def placed(table: Table) -> PlacedTickets:
    """Some tickets in the index and in own sets, as placed_tickets.py has them."""
    return place_tickets(table)
