"""The table as the template declares it, and which tests need it."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ENGINE_ONLY = pytest.mark.parametrize("new_table", ["engine"], indirect=True)
"""Marks tests of what a fake table does not have: costs, conflicts, throttling, outages."""

IN_MEMORY = pytest.mark.parametrize("new_table", ["fake"], indirect=True)
"""Marks tests of what does not depend on the engine, such as what others write meanwhile."""


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
