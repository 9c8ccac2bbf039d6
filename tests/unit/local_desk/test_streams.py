"""A stream's reader in cases that take a day to reproduce with a real stream."""

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from tools.local_desk.aws import Services
from tools.local_desk.clock import START
from tools.local_desk.deliveries.batches import MAX_ATTEMPTS, DeliveryBlocked
from tools.local_desk.deliveries.streams import StreamReader
from tools.local_desk.model import Function, StreamSource

ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
FUNCTION = Function("Follow", "follow", "arn", "a.b", Path(), {}, 3, 128, (), (), {})


class Stream:
    """A stream with three records in two shards; the records before number 5 are trimmed."""

    def describe_table(self, **_: Any) -> Any:
        return {"Table": {"LatestStreamArn": f"{ARN}/stream/now"}}

    def describe_stream(self, ExclusiveStartShardId: str = "", **_: Any) -> Any:  # noqa: N803 - boto3's name
        if ExclusiveStartShardId:
            return {"StreamDescription": {"Shards": [{"ShardId": "new"}]}}
        return {"StreamDescription": {"Shards": [{"ShardId": "old"}], "LastEvaluatedShardId": "old"}}

    def get_shard_iterator(self, ShardId: str, SequenceNumber: str = "4", **_: Any) -> Any:  # noqa: N803 - boto3's names
        if int(SequenceNumber) < 4:
            raise ClientError({"Error": {"Code": "TrimmedDataAccessException"}}, "GetShardIterator")
        return {"ShardIterator": f"{ShardId} {SequenceNumber}"}

    def get_records(self, ShardIterator: str) -> Any:  # noqa: N803 - boto3's name
        shard, after = ShardIterator.split()
        numbers = {"old": [5, 6], "new": [7]}[shard]
        about = {"eventID": "1", "eventName": "INSERT", "eventVersion": "1.1"}
        return {"Records": [{**about, "dynamodb": {"SequenceNumber": str(n)}} for n in numbers if n > int(after)]}


class Recorder:
    """A function that records its events, and succeeds or fails."""

    def __init__(self, *, succeeds: bool = True) -> None:
        self.succeeds = succeeds
        self.received: list[list[str]] = []

    def __call__(self, function: Function, event: Any) -> None:
        self.received.append([record["dynamodb"]["SequenceNumber"] for record in event["Records"]])
        if not self.succeeds:
            raise RuntimeError("failed")


def reader(function: Recorder, max_age: int = -1) -> StreamReader:
    """Make a reader of the stream."""
    stream: Any = Stream()
    services = type("Both", (), {"dynamodb": stream, "streams": stream})()
    return StreamReader(cast(Services, services), FUNCTION, StreamSource(ARN, max_age=max_age), function)


def test_older_shards_are_read_before_newer_ones() -> None:
    function = Recorder()

    assert reader(function).deliver(START) == 3
    assert function.received == [["5", "6"], ["7"]]


def test_reading_goes_on_from_a_saved_position() -> None:
    function = Recorder()
    again = reader(function)
    again.positions = {"old": "5", "new": "7"}

    assert again.deliver(START) == 1
    assert function.received == [["6"]]
    assert again.positions == {"old": "6", "new": "7"}


def test_a_trimmed_position_means_the_oldest_record() -> None:
    function = Recorder()
    again = reader(function)
    again.positions = {"old": "1", "new": "7"}

    assert again.deliver(START) == 2
    assert function.received == [["5", "6"]]


def test_a_batch_that_keeps_failing_blocks_its_shard_and_is_reported() -> None:
    function = Recorder(succeeds=False)
    held = reader(function)

    with pytest.raises(DeliveryBlocked, match="Follow keeps failing"):
        held.deliver(START)
    assert function.received == [["5", "6"]] * MAX_ATTEMPTS
    assert held.positions == {}


def test_a_batch_that_keeps_failing_is_discarded_at_its_maximum_age() -> None:
    function = Recorder(succeeds=False)
    held = reader(function, max_age=60)
    for seconds in (0, 60):
        with pytest.raises(DeliveryBlocked):
            held.deliver(START + timedelta(seconds=seconds))

    function.succeeds = True
    function.received.clear()
    held.deliver(START + timedelta(seconds=61))

    assert function.received == [["7"]]
