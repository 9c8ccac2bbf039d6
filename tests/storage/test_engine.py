"""The engine that the other storage tests use."""

import os

import boto3
import pytest

from tools.engine import Engine, running_engine

TABLE = "engine-test"


def test_only_dynamodb_and_its_streams_leave_for_the_engine(engine: Engine) -> None:
    with engine.mocked():
        table = boto3.client("dynamodb")
        table.create_table(
            TableName=TABLE,
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        table.put_item(TableName=TABLE, Item={"pk": {"S": "a"}})
        streams = boto3.client("dynamodbstreams").list_streams(TableName=TABLE)["Streams"]
        queue = boto3.client("sqs").create_queue(QueueName="timers")["QueueUrl"]
        endpoint = table.meta.endpoint_url
        table.delete_table(TableName=TABLE)

    assert [stream["TableName"] for stream in streams] == [TABLE]
    assert "amazonaws.com" in queue
    assert endpoint == (engine.endpoint or "https://dynamodb.eu-central-1.amazonaws.com")
    assert "AWS_ENDPOINT_URL_DYNAMODB" not in os.environ


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="sqlite"), running_engine("sqlite"):
        pass
