"""The table as the template declares it, and which tests need it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import boto3
import pytest

from polydesk.storage.aws import CONFIG
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.table import Table
from tests.fakes.table import FakeTable
from tools.engine import MOTO, Engine, engine_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ENGINE_ONLY = pytest.mark.parametrize("new_table", ["engine"], indirect=True)
"""Marks tests of what a fake table does not have: costs, conflicts, throttling, outages."""

IN_MEMORY = pytest.mark.parametrize("new_table", ["fake"], indirect=True)
"""Marks tests of what does not depend on the engine, such as what others write meanwhile."""


def gate_on(new_table: Callable[[], Table], *, moto: int, others: int) -> int:
    """Return how many examples the gate tries on the table: on moto, which is slow, or on others."""
    return moto if new_table is not FakeTable and engine_name() == MOTO else others


@contextmanager
def dynamo_tables(engine: Engine) -> Iterator[Callable[[], DynamoTable]]:
    """Yield a function that creates an empty table on the engine, until the block ends.

    Tables are created through a client with longer timeouts than the desk's own.
    """
    with (
        engine.mocked(),
        closing(boto3.client("dynamodb", config=CONFIG)) as client,
        closing(boto3.client("dynamodb")) as patient,
        ExitStack() as used,
    ):

        def make() -> DynamoTable:
            name = f"desk-{uuid4()}"
            create_table(patient, name)
            used.callback(patient.delete_table, TableName=name)
            return DynamoTable(name, client)

        yield make


def create_table(client: "DynamoDBClient", name: str) -> None:
    """Create the table with its two indexes and its time to live."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": attribute, "AttributeType": "S"}
            for attribute in ("pk", "sk", "due_shard", "due_at", "own")
        ],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "due",
                "KeySchema": [
                    {"AttributeName": "due_shard", "KeyType": "HASH"},
                    {"AttributeName": "due_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            },
            {
                "IndexName": "own",
                "KeySchema": [
                    {"AttributeName": "own", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["state"]},
            },
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    client.update_time_to_live(TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"})
