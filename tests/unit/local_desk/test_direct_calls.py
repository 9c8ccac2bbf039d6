"""Calls of DynamoDB that go to moto directly are answered as those that go there by HTTP."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tools.local_desk.moto_patches import mock

Call = tuple[str, dict[str, Any]]

BY_REGION = Config(account_id_endpoint_mode="disabled")

KEYS = [("pk", "HASH"), ("sk", "RANGE")]


def key(sort_key: str) -> dict[str, Any]:
    return {"pk": {"S": "p"}, "sk": {"S": sort_key}}


EVERY_TYPE = {
    **key("a"),
    "binary": {"B": b"\x00\xff"},
    "binaries": {"BS": [b"1", b"2"]},
    "number": {"N": "1.50"},
    "numbers": {"NS": ["1", "2"]},
    "map": {"M": {"B": {"S": '"B":'}, "list": {"L": [{"NULL": True}, {"BOOL": False}, {"B": b"q"}, {"M": {}}]}}},
    "texts": {"SS": ["u", "v"]},
}
PUT = {"Put": {"Item": {**key("b"), "v": {"S": "1"}}, "TableName": "t"}}
NO_SUCH_ITEM = {"ConditionCheck": {"TableName": "t", "Key": key("c"), "ConditionExpression": "attribute_exists(pk)"}}
CONDITION = {
    "ConditionExpression": "number = :one",
    "ExpressionAttributeValues": {":one": {"N": "1"}},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}
OF_P: dict[str, Any] = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}}
TOTAL = {"ReturnConsumedCapacity": "TOTAL"}

WRITES: list[Call] = [
    ("put_item", {"Item": EVERY_TYPE, **TOTAL}),
    ("put_item", {"Item": EVERY_TYPE, **CONDITION}),
    ("put_item", {"Item": {"pk": {"S": "p"}}}),
    (
        "update_item",
        {
            "Key": key("a"),
            "UpdateExpression": "SET #x = :v ADD number :n",
            "ExpressionAttributeNames": {"#x": "x"},
            "ExpressionAttributeValues": {":v": {"B": b"zz"}, ":n": {"N": "3"}},
            "ReturnValues": "ALL_NEW",
            "ReturnConsumedCapacity": "INDEXES",
        },
    ),
    ("update_item", {"Key": key("a"), "UpdateExpression": "SET SET"}),
    (
        "update_item",
        {"Key": key("a"), "UpdateExpression": "SET sk = :v", "ExpressionAttributeValues": {":v": {"S": "z"}}},
    ),
    ("transact_write_items", {"TransactItems": [PUT, NO_SUCH_ITEM]}),
    ("transact_write_items", {"TransactItems": [{"Delete": {"TableName": "t", "Key": key("a"), **CONDITION}}]}),
    ("transact_write_items", {"TransactItems": [PUT], **TOTAL}),
    ("transact_write_items", {"TransactItems": [PUT, PUT]}),
    (
        "batch_write_item",
        {"RequestItems": {"t": [{"PutRequest": {"Item": EVERY_TYPE}}, {"DeleteRequest": {"Key": key("d")}}]}},
    ),
    ("batch_write_item", {"RequestItems": {"t": [{"DeleteRequest": {"Key": key("d")}}] * 2}}),
]
READS: list[Call] = [
    ("get_item", {"Key": key("a"), "ConsistentRead": True, **TOTAL}),
    ("get_item", {"Key": key("none")}),
    ("get_item", {"Key": {"pk": {"S": "p"}}}),
    ("get_item", {"TableName": "none", "Key": key("a")}),
    ("query", {**OF_P, "Limit": 1, **TOTAL}),
    ("query", {**OF_P, "Select": "COUNT"}),
    ("query", {**OF_P, "KeyConditionExpression": "pk > :p"}),
    ("scan", {"ProjectionExpression": "pk, binaries"}),
    ("batch_get_item", {"RequestItems": {"t": {"Keys": [key("a"), key("none")]}}, **TOTAL}),
    ("transact_get_items", {"TransactItems": [{"Get": {"TableName": "t", "Key": key(name)}} for name in ("a", "no")]}),
    ("delete_item", {"Key": key("a"), "ReturnValues": "ALL_OLD"}),
    ("delete_item", {"Key": key("a"), "ConditionExpression": "attribute_exists(pk)"}),
]
NAMES_ITS_TABLES = ("transact", "batch")


def answer(call: Callable[..., Any], **parameters: Any) -> Any:
    """Return the answer or the error, without what is new in every call."""
    try:
        response = call(**parameters)
    except ClientError as error:
        response = {"raised": type(error).__name__, "text": str(error), **error.response}
    metadata = response.pop("ResponseMetadata")
    return response, metadata["HTTPStatusCode"], metadata["RetryAttempts"]


def answers(*, direct: bool) -> Iterator[Any]:
    usual_way = patch.object(mock, "direct_calls", nullcontext)
    with nullcontext() if direct else usual_way, mock.mocked():
        client: Any = boto3.client("dynamodb", region_name="eu-central-1")
        client.create_table(
            TableName="t",
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in KEYS],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in KEYS],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        for name, parameters in WRITES + READS:
            table = {} if name.startswith(NAMES_ITS_TABLES) else {"TableName": "t"}
            yield name, answer(getattr(client, name), **{**table, **parameters})
        yield "get_records", records(client.describe_table(TableName="t")["Table"]["LatestStreamArn"])


def records(stream: str) -> Any:
    """Return the records of the stream, with the types of their times."""
    client: Any = boto3.client("dynamodbstreams", region_name="eu-central-1", config=BY_REGION)
    [shard] = client.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
    where = {"StreamArn": stream, "ShardId": shard["ShardId"]}
    iterator = client.get_shard_iterator(**where, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    read = client.get_records(ShardIterator=iterator)["Records"]
    assert read
    for record in read:
        assert record.pop("eventID")
        assert record["dynamodb"].pop("SequenceNumber")
        time = record["dynamodb"].pop("ApproximateCreationDateTime")
        record["time"] = type(time), type(time.tzinfo)
    return read


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "some")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "some")


def test_every_answer_and_every_error_is_the_same() -> None:
    assert list(answers(direct=True)) == list(answers(direct=False))
