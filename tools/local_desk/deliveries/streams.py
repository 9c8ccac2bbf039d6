"""Reads streams as Lambda does: in order, in batches, with retries."""

import base64
import json
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from tools.local_desk.aws import Services
from tools.local_desk.deliveries.batches import MAX_ATTEMPTS, DeliveryBlocked, Invoke, failures
from tools.local_desk.deliveries.filters import passes
from tools.local_desk.model import Function, StreamSource
from tools.local_desk.template.names import REGION


class StreamReader:
    """Delivers the stream of one table to one function, from the beginning of the stream."""

    def __init__(self, services: Services, function: Function, source: StreamSource, invoke: Invoke) -> None:
        """Deliver to `function`, which `invoke` calls."""
        self._services = services
        self._function = function
        self._source = source
        self._invoke = invoke
        self._stream: str | None = None
        self.positions: dict[str, str] = {}
        """By shard id, the last sequence number that is done. Set it to go on reading from there."""
        self._failing_since: dict[str, datetime] = {}

    @property
    def name(self) -> str:
        """The function and the table, as a key for `positions`."""
        return f"{self._function.logical_id} {self._source.table_arn}"

    @property
    def table_arn(self) -> str:
        """The ARN of the table whose stream is read."""
        return self._source.table_arn

    def deliver(self, now: datetime) -> int:
        """Deliver every new record and return how many there were.

        Raises DeliveryBlocked if records keep failing and are not discarded; the position stays in front of them.
        """
        return sum(self._deliver_shard(shard, now) for shard in self._shards())

    def _shards(self) -> list[str]:
        """Return the ids of the stream's shards, parents before children."""
        shards: list[str] = []
        more: dict[str, Any] = {}
        while True:
            answer = self._services.streams.describe_stream(StreamArn=self._stream_arn(), **more)
            shards += [shard["ShardId"] for shard in answer["StreamDescription"]["Shards"]]
            if "LastEvaluatedShardId" not in answer["StreamDescription"]:
                return shards
            more = {"ExclusiveStartShardId": answer["StreamDescription"]["LastEvaluatedShardId"]}

    def _stream_arn(self) -> str:
        if self._stream is None:
            name = self._source.table_arn.rpartition("/")[2]
            self._stream = self._services.dynamodb.describe_table(TableName=name)["Table"]["LatestStreamArn"]
        return self._stream

    def _event_source_arn(self) -> str:
        """Return the stream's ARN with the stack's account and region, which DynamoDB Local does not have."""
        return f"{self._source.table_arn}/stream/{self._stream_arn().partition('/stream/')[2]}"

    def _new_records(self, shard: str) -> list[dict[str, Any]]:
        # A new iterator each time: a transaction that fails in moto puts another shard object in the old one's place.
        iterator: str | None = self._iterator(shard)
        found: list[dict[str, Any]] = []
        while iterator is not None:
            page = self._services.streams.get_records(ShardIterator=iterator)
            if not page["Records"]:
                break
            found += [dict(record) for record in page["Records"]]
            iterator = page.get("NextShardIterator")
        return found

    def _iterator(self, shard: str) -> str:
        """Return an iterator that starts after the position, or at the oldest record if the position is trimmed."""
        from_the_oldest: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        position = from_the_oldest
        if shard in self.positions:
            position = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": self.positions[shard]}
        get, stream = self._services.streams.get_shard_iterator, self._stream_arn()
        try:
            return get(StreamArn=stream, ShardId=shard, **position)["ShardIterator"]
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("TrimmedDataAccessException", "ValidationException"):
                raise
            return get(StreamArn=stream, ShardId=shard, **from_the_oldest)["ShardIterator"]

    def _deliver_shard(self, shard: str, now: datetime) -> int:
        records = self._new_records(shard)
        for start in range(0, len(records), self._source.batch_size):
            batch = records[start : start + self._source.batch_size]
            events = [_stream_event(record, self._event_source_arn(), now) for record in batch]
            chosen = [event for event in events if passes(event, self._source.filters)]
            self._deliver_batch(self._without_aged(chosen, shard, now), shard, now)
            self.positions[shard] = batch[-1]["dynamodb"]["SequenceNumber"]
            self._failing_since = {}
        return len(records)

    def _without_aged(self, batch: list[dict[str, Any]], shard: str, now: datetime) -> list[dict[str, Any]]:
        """Discard records that have failed for longer than the maximum age, counted from their first attempt."""
        until = now - timedelta(seconds=self._source.max_age)
        old = [record for record in batch if self._failing_since.get(_sequence_number(record), now) < until]
        if self._source.max_age < 0 or not old:
            return batch
        self._discard(old, shard, MAX_ATTEMPTS, now, "RecordAgeExceeded")
        return [record for record in batch if record not in old]

    def _deliver_batch(self, batch: list[dict[str, Any]], shard: str, now: datetime) -> None:
        """Deliver until every record is done or discarded, in order. Bisecting a batch does not count as a retry."""
        waiting = deque([(batch, 1)] if batch else [])
        while waiting:
            records, attempt = waiting.popleft()
            rest, error = self._attempt(records)
            if not rest:
                continue
            if self._source.bisect and len(rest) > 1:
                half = len(rest) // 2
                waiting.extendleft([(rest[half:], attempt), (rest[:half], attempt)])
            elif attempt <= self._source.max_retries or (self._source.max_retries < 0 and attempt < MAX_ATTEMPTS):
                waiting.appendleft((rest, attempt + 1))
            elif self._source.max_retries < 0:
                self._failing_since = {_sequence_number(record): now for record in batch} | self._failing_since
                raise DeliveryBlocked(f"{self._function.logical_id} keeps failing on {json.dumps(rest[0])}") from error
            else:
                self._discard(rest, shard, attempt, now, "RetryAttemptsExhausted")

    def _attempt(self, records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], Exception | None]:
        """Return the records from the first one that failed on, and the error if the function raised one."""
        try:
            answer = self._invoke(self._function, {"Records": records})
        except Exception as error:  # noqa: BLE001 - to Lambda, any exception is a failed batch
            return records, error
        numbers = list(map(_sequence_number, records))
        failed = failures(answer, numbers) if self._source.partial else []
        return (records[min(map(numbers.index, failed)) :] if failed else []), None

    def _discard(
        self, records: Sequence[Mapping[str, Any]], shard: str, attempts: int, now: datetime, condition: str
    ) -> None:
        if self._source.on_failure is None:
            return
        name = self._source.on_failure.rpartition(":")[2]
        url = self._services.sqs.get_queue_url(QueueName=name)["QueueUrl"]
        time = now.isoformat().replace("+00:00", "Z")
        batch = {
            "shardId": shard,
            "startSequenceNumber": _sequence_number(records[0]),
            "endSequenceNumber": _sequence_number(records[-1]),
            "approximateArrivalOfFirstRecord": time,
            "approximateArrivalOfLastRecord": time,
            "batchSize": len(records),
            "streamArn": self._event_source_arn(),
        }
        context = {
            "requestId": str(uuid.uuid4()),
            "functionArn": self._function.arn,
            "condition": condition,
            "approximateInvokeCount": attempts,
        }
        body = {"version": "1.0", "timestamp": time, "requestContext": context, "DDBStreamBatchInfo": batch}
        self._services.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))


def _sequence_number(record: Mapping[str, Any]) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number


def _stream_event(record: Mapping[str, Any], arn: str, now: datetime) -> dict[str, Any]:
    image = {**_plain(record["dynamodb"]), "ApproximateCreationDateTime": int(now.timestamp())}
    return {
        "eventID": record["eventID"],
        "eventName": record["eventName"],
        "eventVersion": record["eventVersion"],
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": image,
        "eventSourceARN": arn,
    }


def _plain(value: Any) -> Any:
    """Convert to JSON values: bytes to base64."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if key != "ApproximateCreationDateTime"}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
