"""What a stream's reader does where a real stream would take a day to show it."""

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from tools.local_desk.aws import Services
from tools.local_desk.clock import START
from tools.local_desk.deliveries.batches import MAX_ATTEMPTS, Stuck
from tools.local_desk.deliveries.streams import StreamReader
from tools.local_desk.model import Function, StreamSource

ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/t"
FUNCTION = Function("Follow", "follow", "arn", "a.b", Path(), {}, 3, 128, (), (), {})


class Stream:
    """A stream of three records in two shards' listing; what came before number 5 is trimmed."""

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
    """A function that writes down what it gets, and takes it or not."""

    def __init__(self, *, takes: bool = True) -> None:
        self.takes = takes
        self.received: list[list[str]] = []

    def __call__(self, function: Function, event: Any) -> None:
        self.received.append([record["dynamodb"]["SequenceNumber"] for record in event["Records"]])
        if not self.takes:
            raise RuntimeError("not this one")


def reader(function: Recorder, max_age: int = -1) -> StreamReader:
    """A reader of the stream."""
    stream: Any = Stream()
    services = type("Both", (), {"dynamodb": stream, "streams": stream})()
    return StreamReader(cast(Services, services), FUNCTION, StreamSource(ARN, max_age=max_age), function)


def test_older_shards_are_read_before_newer_ones() -> None:
    function = Recorder()

    assert reader(function).deliver(START) == 3
    assert function.received == [["5", "6"], ["7"]]


def test_reading_goes_on_from_a_position_that_was_kept() -> None:
    function = Recorder()
    again = reader(function)
    again.positions = {"old": "5", "new": "7"}

    assert again.deliver(START) == 1
    assert function.received == [["6"]]
    assert again.positions == {"old": "6", "new": "7"}


def test_a_position_that_is_trimmed_away_means_the_oldest_record() -> None:
    function = Recorder()
    again = reader(function)
    again.positions = {"old": "1", "new": "7"}

    assert again.deliver(START) == 2
    assert function.received == [["5", "6"]]


def test_a_batch_that_is_never_taken_holds_up_its_shard_and_is_reported() -> None:
    function = Recorder(takes=False)
    held = reader(function)

    with pytest.raises(Stuck, match="Follow never takes"):
        held.deliver(START)
    assert function.received == [["5", "6"]] * MAX_ATTEMPTS
    assert held.positions == {}


def test_a_batch_that_is_never_taken_is_given_up_when_it_is_too_old() -> None:
    function = Recorder(takes=False)
    held = reader(function, max_age=60)
    for seconds in (0, 60):
        with pytest.raises(Stuck):
            held.deliver(START + timedelta(seconds=seconds))

    function.takes = True
    function.received.clear()
    held.deliver(START + timedelta(seconds=61))

    assert function.received == [["7"]]
