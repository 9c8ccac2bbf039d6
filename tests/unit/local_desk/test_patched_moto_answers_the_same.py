"""What makes moto quick changes none of its answers and errors to calls of DynamoDB and SQS."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tools.local_desk.moto_patches import mock

Call = tuple[str, dict[str, Any]]

BY_REGION = Config(account_id_endpoint_mode="disabled")

QUICK = ("cheap_queries", "cheap_transactions", "direct_calls", "quick_answers", "quick_expressions")

TEXT = {"S": "text"}
LIST = {"L": [{"S": "d"}]}

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
IN_T = {"TableName": "t"}
PUT = {"Put": {"Item": {**key("b"), "v": {"S": "1"}}, **IN_T}}
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
UPDATES = [
    (
        "SET listed = list_append(listed, :l), texts = if_not_exists(nothing, :s) REMOVE number",
        {":l": LIST, ":s": TEXT},
    ),
    ("SET texts = list_append(texts, :l)", {":l": LIST}),
    ("SET listed[0] = :s, inner.deep = :s", {":s": TEXT}),
    ("SET inner.none.deep = :s", {":s": TEXT}),
    ("REMOVE listed[0], listed[2], nothing", {}),
    ("REMOVE listed[1] ADD number :n DELETE some :some", {":n": {"N": "3"}, ":some": {"SS": ["u"]}}),
    ("SET number = number + :n, other = number - :n", {":n": {"N": "3"}}),
    ("SET number = texts + :n", {":n": {"N": "3"}}),
    ("SET number = :n, number = :n", {":n": {"N": "3"}}),
    ("SET number = :n SET other = :n", {":n": {"N": "3"}}),
    ("SET inner = :s, inner.deep = :s", {":s": TEXT}),
    ("SET number = :missing", {":n": {"N": "3"}}),
    ("ADD texts :n", {":n": {"N": "3"}}),
    ("SET sk = :s", {":s": TEXT}),
    ("SET", {}),
]
STORED = {
    **key("u"),
    "inner": {"M": {"deep": {"S": "x"}}},
    "listed": {"L": [{"S": "a"}, {"S": "b"}, {"S": "c"}]},
    "number": {"N": "5"},
    "some": {"SS": ["u", "v"]},
    "texts": TEXT,
}
NAMES_ITS_TABLES = ("transact", "batch")


@contextmanager
def unpatched() -> Iterator[None]:
    """Take away what makes moto quick."""
    with ExitStack() as patches:
        for name in QUICK:
            patches.enter_context(patch.object(mock, name, nullcontext))
        yield


def answer(call: Callable[..., Any], **parameters: Any) -> Any:
    """Return the answer or the error, without what is new in every call."""
    try:
        response = call(**parameters)
    except ClientError as error:
        response = {"raised": type(error).__name__, "text": str(error), **error.response}
    metadata = response.pop("ResponseMetadata")
    return response, metadata["HTTPStatusCode"], metadata["RetryAttempts"]


def updates() -> Iterator[Call]:
    """Yield each update of the stored item, by itself and in a transaction, and what is stored then."""
    for text, values in UPDATES:
        own: dict[str, Any] = {"Key": key("u"), "UpdateExpression": text}
        own |= {"ExpressionAttributeValues": values} if values else {}
        for call in (
            ("update_item", own),
            ("transact_write_items", {"TransactItems": [{"Update": {**own, **IN_T}}, PUT]}),
        ):
            yield "put_item", {"Item": STORED}
            yield call
            yield "get_item", {"Key": key("u")}
            yield "delete_item", {"Key": key("u")}
            yield call
            yield "get_item", {"Key": key("u")}


def answers(*, quick: bool) -> Iterator[Any]:
    with nullcontext() if quick else unpatched(), mock.mocked():
        client: Any = boto3.client("dynamodb", region_name="eu-central-1")
        table_of_keys = client.create_table(
            TableName="t",
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in KEYS],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in KEYS],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        yield "create_table", undated(table_of_keys["TableDescription"])
        expiry = {"Enabled": True, "AttributeName": "expires"}
        yield "update_time_to_live", answer(client.update_time_to_live, TableName="t", TimeToLiveSpecification=expiry)
        yield "describe_table", undated(client.describe_table(TableName="t")["Table"])
        yield from messages()
        for name, parameters in [*WRITES, *updates(), *READS]:
            table = {} if name.startswith(NAMES_ITS_TABLES) else IN_T
            yield name, answer(getattr(client, name), **{**table, **parameters})
        yield "get_records", records(client.describe_table(TableName="t")["Table"]["LatestStreamArn"])


def undated(description: dict[str, Any]) -> dict[str, Any]:
    """Return how a table is described, without its ids and with the types of its times."""
    names = {"TableId", "LatestStreamArn", "LatestStreamLabel"}
    shown = {name: value for name, value in description.items() if name not in names}
    return {**shown, "CreationDateTime": type(description["CreationDateTime"])}


def messages() -> Iterator[Any]:
    """Send, receive and delete messages; yield the answers, without the ids of the messages."""
    client: Any = boto3.client("sqs", region_name="eu-central-1")
    url = client.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "7"})["QueueUrl"]
    yield url
    yield answer(client.create_queue, QueueName="q", Attributes={"VisibilityTimeout": "8"})
    yield answer(client.receive_message, QueueUrl=url)
    typed = {
        "number": {"StringValue": "1", "DataType": "Number"},
        "raw": {"BinaryValue": b"\xff", "DataType": "Binary"},
    }
    sent = client.send_message(QueueUrl=url, MessageBody="first", MessageAttributes=typed)
    yield sorted(sent), sent["MD5OfMessageBody"]
    entries = [{"Id": str(number), "MessageBody": f"text {number}"} for number in range(3)]
    yield [
        (one["Id"], one["MD5OfMessageBody"])
        for one in client.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]
    ]
    yield answer(client.send_message_batch, QueueUrl=url, Entries=[])
    asked = {"MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"], "AttributeNames": ["ApproximateReceiveCount"]}
    received = client.receive_message(QueueUrl=url, **asked)["Messages"]
    receipts = [one.pop("ReceiptHandle") for one in received]
    yield [{name: value for name, value in one.items() if name != "MessageId"} for one in received]
    ends = [{"Id": str(number), "ReceiptHandle": receipt} for number, receipt in enumerate(receipts)]
    yield answer(client.delete_message_batch, QueueUrl=url, Entries=ends)
    yield answer(client.receive_message, QueueUrl=url)
    yield answer(client.receive_message, QueueUrl=url.replace("/q", "/none"))
    yield answer(client.send_message, QueueUrl=url.replace("/q", "/none"), MessageBody="text")


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
        assert record["dynamodb"].pop("SizeBytes")  # moto counts the digits of the time
        time = record["dynamodb"].pop("ApproximateCreationDateTime")
        record["time"] = type(time), type(time.tzinfo)
    return read


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "some")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "some")


def test_every_answer_and_every_error_is_the_same() -> None:
    assert list(answers(quick=True)) == list(answers(quick=False))
