"""Deliveries of streams and queues to functions, as by Lambda's event source mappings."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tools.local_desk.deliveries.batches import MAX_ATTEMPTS, DeliveryBlocked
from tools.local_desk.deliveries.queues import QueueReader
from tools.local_desk.model import Function, QueueSource
from tools.local_desk.world import World

Event = dict[str, Any]


def put(world: World, *names: str) -> None:
    """Write the items T#<name>."""
    for name in names:
        world.aws.dynamodb.put_item(
            TableName=world.template.tables[0].name, Item={"pk": {"S": f"T#{name}"}, "sk": {"S": "A"}}
        )


def names(event: Event) -> list[str]:
    """Return the names of the items in a stream event."""
    return [record["dynamodb"]["Keys"]["pk"]["S"].removeprefix("T#") for record in event["Records"]]


def send(world: World, *bodies: str) -> None:
    """Put messages into the queue Timers."""
    for body in bodies:
        world.aws.sqs.send_message(QueueUrl=queue_url(world, "Timers"), MessageBody=body)


def waiting(world: World, queue: str) -> list[Any]:
    """Receive the messages of a queue."""
    return world.aws.sqs.receive_message(QueueUrl=queue_url(world, queue), MaxNumberOfMessages=10).get("Messages", [])


def queue_url(world: World, logical_id: str) -> str:
    return next(queue.url for queue in world.template.queues if queue.logical_id == logical_id)


def failing(*poison: str) -> Callable[[Event], None]:
    """Make a function that raises if one of these is among its records."""

    def wish(event: Event) -> None:
        if set(poison) & set(names(event)):
            raise RuntimeError("poison")

    return wish


def test_changes_arrive_in_order_in_batches(world: World, scripted: ModuleType) -> None:
    put(world, "1", "2", "3", "4", "5", "6")

    assert world.pump() == 6
    assert [names(event) for event in scripted.received["follow"]] == [["1", "2", "3", "4"], ["5", "6"]]


def test_a_record_looks_as_lambda_sends_it(world: World, table: str, scripted: ModuleType) -> None:
    key = {"pk": {"S": "T#1"}, "sk": {"S": "A"}}
    world.aws.dynamodb.put_item(TableName=table, Item={**key, "data": {"B": b"\x00\xff"}})
    world.aws.dynamodb.delete_item(TableName=table, Key=key)
    world.pump()

    first, second = scripted.received["follow"][0]["Records"]
    assert (first["eventName"], second["eventName"]) == ("INSERT", "REMOVE")
    assert first["eventSource"] == "aws:dynamodb"
    assert first["eventSourceARN"].startswith("arn:aws:dynamodb:")
    assert first["dynamodb"]["NewImage"]["data"] == {"B": "AP8="}
    assert first["dynamodb"]["ApproximateCreationDateTime"] == world.clock.now.timestamp()
    assert second["dynamodb"]["OldImage"]["data"] == {"B": "AP8="}
    assert "NewImage" not in second["dynamodb"]


def test_what_was_delivered_is_not_delivered_again(world: World, scripted: ModuleType) -> None:
    put(world, "1")
    world.pump()
    put(world, "2")
    world.pump()

    assert [names(event) for event in scripted.received["follow"]] == [["1"], ["2"]]
    assert world.pump() == 0


def test_records_outside_the_filter_are_skipped(world: World, table: str, scripted: ModuleType) -> None:
    world.aws.dynamodb.put_item(TableName=table, Item={"pk": {"S": "OTHER"}, "sk": {"S": "A"}})
    put(world, "1")
    world.pump()

    assert [names(event) for event in scripted.received["follow"]] == [["1"]]


def test_the_stream_goes_on_after_a_transaction_that_failed(world: World, table: str, scripted: ModuleType) -> None:
    put(world, "1")
    world.pump()
    item = {"pk": {"S": "T#1"}, "sk": {"S": "A"}}
    refused: Any = {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
    with pytest.raises(world.aws.dynamodb.exceptions.TransactionCanceledException):
        world.aws.dynamodb.transact_write_items(TransactItems=[{"Put": refused}])
    put(world, "2")
    world.pump()

    assert [names(event) for event in scripted.received["follow"]] == [["1"], ["2"]]


def test_a_failing_batch_is_bisected_down_to_the_poison_record(world: World, scripted: ModuleType) -> None:
    scripted.behaviours["follow"] = failing("3")
    put(world, "1", "2", "3", "4")
    world.pump()

    batches = [names(event) for event in scripted.received["follow"]]
    assert batches == [["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["3"], ["3"], ["4"]]


def test_a_discarded_record_goes_to_the_failure_destination(world: World, scripted: ModuleType) -> None:
    scripted.behaviours["follow"] = failing("2")
    put(world, "1", "2")
    world.pump()

    (message,) = waiting(world, "StreamDead")
    about = json.loads(message["Body"])
    assert about["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert about["requestContext"]["approximateInvokeCount"] == 3
    assert about["DDBStreamBatchInfo"]["batchSize"] == 1


def test_a_stream_goes_on_from_the_first_record_that_is_reported(world: World, scripted: ModuleType) -> None:
    reported: list[str] = []

    def report_two_once(event: Event) -> Any:
        if reported:
            return {"batchItemFailures": []}
        reported.append(event["Records"][1]["dynamodb"]["SequenceNumber"])
        return {"batchItemFailures": [{"itemIdentifier": reported[0]}]}

    scripted.behaviours["follow"] = report_two_once
    put(world, "1", "2", "3")
    world.pump()

    assert [names(event) for event in scripted.received["follow"]] == [["1", "2", "3"], ["2"], ["3"]]


def test_successful_messages_arrive_once(world: World, scripted: ModuleType) -> None:
    send(world, *"abcdefg")

    assert world.pump() == 7
    bodies = [[record["body"] for record in event["Records"]] for event in scripted.received["work"]]
    assert bodies == [list("abcde"), list("fg")]
    assert scripted.received["work"][0]["Records"][0]["attributes"]["ApproximateReceiveCount"] == "1"
    assert world.pump() == 0


def test_only_the_messages_that_are_reported_are_delivered_again(world: World, scripted: ModuleType) -> None:
    def refuse_b_once(event: Event) -> Any:
        again = [record for record in event["Records"] if record["attributes"]["ApproximateReceiveCount"] == "1"]
        return {"batchItemFailures": [{"itemIdentifier": it["messageId"]} for it in again if it["body"] == "b"]}

    scripted.behaviours["work"] = refuse_b_once
    send(world, "a", "b", "c")
    world.pump()

    bodies = [[record["body"] for record in event["Records"]] for event in scripted.received["work"]]
    assert bodies == [["a", "b", "c"], ["b"]]


def test_a_message_that_always_fails_ends_in_the_dead_letter_queue(world: World, scripted: ModuleType) -> None:
    def fail(event: Event) -> None:
        raise RuntimeError("never")

    scripted.behaviours["work"] = fail
    send(world, "a")
    world.pump()

    assert len(scripted.received["work"]) == 3
    assert [message["Body"] for message in waiting(world, "TimersDead")] == ["a"]


@pytest.mark.parametrize(
    ("report", "times"),
    [
        ({}, 1),
        ({"batchItemFailures": None}, 1),
        ({"batchItemFailures": [{"itemIdentifier": "unknown"}]}, 3),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, 3),
        ({"batchItemFailures": [{}]}, 3),
        ("no report", 3),
    ],
    ids=str,
)
def test_an_invalid_report_fails_the_whole_batch(world: World, scripted: ModuleType, report: Any, times: int) -> None:
    scripted.behaviours["work"] = lambda event: report
    send(world, "a")
    world.pump()

    assert len(scripted.received["work"]) == times


def test_deliveries_that_a_function_causes_are_made_too(world: World, scripted: ModuleType) -> None:
    scripted.behaviours["follow"] = lambda event: send(world, *names(event))
    put(world, "1", "2")

    assert world.pump() == 4
    assert [record["body"] for event in scripted.received["work"] for record in event["Records"]] == ["1", "2"]


def test_functions_that_trigger_each_other_endlessly_are_reported(world: World, scripted: ModuleType) -> None:
    scripted.behaviours["work"] = lambda event: send(world, "again")
    send(world, "first")

    with pytest.raises(DeliveryBlocked, match="no end"):
        world.pump()


def test_a_message_that_keeps_failing_without_dead_letters_is_reported(world: World, scripted: ModuleType) -> None:
    """In a queue without a dead-letter queue it would return for days."""
    dead = next(queue for queue in world.template.queues if queue.logical_id == "TimersDead")
    world.aws.sqs.send_message(QueueUrl=dead.url, MessageBody="a")
    attempts: list[object] = []

    def refuse(function: Function, event: object) -> None:
        attempts.append(event)
        raise RuntimeError("no")

    reader = QueueReader(world.aws, world.template.functions["Work"], dead, QueueSource(dead.arn), refuse)
    with pytest.raises(DeliveryBlocked, match="Work keeps failing on a"):
        all(reader.deliver() for _ in range(MAX_ATTEMPTS + 1))
    assert len(attempts) == MAX_ATTEMPTS
