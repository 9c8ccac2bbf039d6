"""A table for each test, on the engine that `ENGINE` asks for."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from uuid import uuid4

import boto3
import pytest

from polydesk.storage.table import CONFIG, Table
from tests.storage.tables import create_table
from tools.engine import DYNAMODB_LOCAL, Engine

# moto does not isolate transactions of several threads; races are run on the engine that does.
RACES = ["test_timer_index_many.py", "test_state_index_races.py", "test_states_races.py"]
collect_ignore = [] if os.environ.get("ENGINE") == DYNAMODB_LOCAL else RACES


@pytest.fixture
def new_table(engine: Engine) -> Iterator[Callable[[], Table]]:
    """Makes an empty table each time it is called; patiently, where the desk's own client would soon try again."""
    with (
        engine.mocked(),
        closing(boto3.client("dynamodb", config=CONFIG)) as client,
        closing(boto3.client("dynamodb")) as patient,
        ExitStack() as used,
    ):

        def make() -> Table:
            name = f"desk-{uuid4()}"
            create_table(patient, name)
            used.callback(patient.delete_table, TableName=name)
            return Table(name, client)

        yield make


@pytest.fixture
def table(new_table: Callable[[], Table]) -> Table:
    """An empty table."""
    return new_table()
