"""Reads resolved properties of resources and events into the dataclasses of `model`."""

import json
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from tools.local_desk.model import Bucket, Event, Queue, QueueSource, Route, Schedule, StreamSource, Table
from tools.local_desk.template.intrinsics import TemplateError, text
from tools.local_desk.template.names import StackNames

_CREATE_TABLE = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_QUEUE_ATTRIBUTES = ("DelaySeconds", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "VisibilityTimeout")


def table(logical_id: str, own: Mapping[str, Any], names: StackNames) -> Table:
    """Read a table. `create` leaves out encryption, backups and capacity."""
    name = names.physical(logical_id)
    create: dict[str, Any] = {"TableName": name, "BillingMode": "PAY_PER_REQUEST"}
    create |= {key: own[key] for key in _CREATE_TABLE if key in own}
    if "StreamSpecification" in own:
        create["StreamSpecification"] = {"StreamEnabled": True, **own["StreamSpecification"]}
    ttl = own.get("TimeToLiveSpecification", {})
    attribute = text(ttl["AttributeName"]) if ttl.get("Enabled") else None
    return Table(logical_id, name, names.arn(logical_id), create, attribute)


def bucket(logical_id: str, own: Mapping[str, Any], names: StackNames) -> Bucket:
    """Read a bucket."""
    return Bucket(
        logical_id, names.physical(logical_id), own.get("VersioningConfiguration", {}).get("Status") == "Enabled"
    )


def queue(logical_id: str, own: Mapping[str, Any], names: StackNames) -> Queue:
    """Read a queue. Raises TemplateError for a FIFO queue."""
    if own.get("FifoQueue"):
        raise TemplateError(f"{logical_id}: a FIFO queue is not emulated")
    attributes = {key: text(own[key]) for key in _QUEUE_ATTRIBUTES if key in own}
    redrive = own.get("RedrivePolicy")
    if redrive:
        attributes["RedrivePolicy"] = json.dumps(redrive)
    return Queue(
        logical_id=logical_id,
        name=names.physical(logical_id),
        url=text(names.ref(logical_id)),
        arn=names.arn(logical_id),
        attributes=attributes,
        dead_letters=redrive["deadLetterTargetArn"] if redrive else None,
    )


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event source: how to read it, and which of its properties are emulated."""

    read: Callable[[str, Mapping[str, Any]], Event]
    honoured: Set[str]
    harmless: Set[str] = frozenset()
    """Properties that change nothing that a function sees locally, such as batching windows."""


def _route(_name: str, own: Mapping[str, Any]) -> Route:
    return Route(text(own["Method"]).upper(), text(own["Path"]))


def _schedule(name: str, own: Mapping[str, Any]) -> Schedule:
    return Schedule(
        name=text(own.get("Name", name)),
        expression=text(own.get("ScheduleExpression") or own["Schedule"]),
        timezone=text(own.get("ScheduleExpressionTimezone", "UTC")),
        input=own.get("Input"),
        enabled=own.get("State", "ENABLED") == "ENABLED" and own.get("Enabled", True) in (True, "true"),
    )


def _stream(name: str, own: Mapping[str, Any]) -> StreamSource:
    return StreamSource(
        table_arn=text(own["Stream"]).partition("/stream/")[0],
        batch_size=int(own.get("BatchSize", 100)),
        partial=_partial(own),
        bisect=own.get("BisectBatchOnFunctionError") in (True, "true"),
        max_retries=int(own.get("MaximumRetryAttempts", -1)),
        max_age=int(own.get("MaximumRecordAgeInSeconds", -1)),
        on_failure=_queue_arn(name, own.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")),
        filters=_filters(own),
    )


def _queue_source(_name: str, own: Mapping[str, Any]) -> QueueSource:
    return QueueSource(text(own["Queue"]), int(own.get("BatchSize", 10)), _partial(own), _filters(own))


def _partial(own: Mapping[str, Any]) -> bool:
    return "ReportBatchItemFailures" in own.get("FunctionResponseTypes", [])


def _filters(own: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(each["Pattern"]) for each in own.get("FilterCriteria", {}).get("Filters", []))


def _queue_arn(name: str, destination: str | None) -> str | None:
    if destination is not None and ":sqs:" not in destination:
        raise TemplateError(f"{name}: only a queue is emulated as a destination, not {destination}")
    return destination


_SCHEDULE_HARMLESS = {"DeadLetterConfig", "Description", "RetryPolicy"}
_SOURCE_HARMLESS = {"MaximumBatchingWindowInSeconds"}

EVENTS: Mapping[str, EventType] = {
    "Api": EventType(_route, {"Method", "Path", "RestApiId"}),
    "Schedule": EventType(_schedule, {"Enabled", "Input", "Name", "Schedule", "State"}, _SCHEDULE_HARMLESS),
    "ScheduleV2": EventType(
        _schedule,
        {"Input", "Name", "ScheduleExpression", "ScheduleExpressionTimezone", "State"},
        _SCHEDULE_HARMLESS | {"FlexibleTimeWindow", "GroupName", "OmitName", "PermissionsBoundary", "RoleArn"},
    ),
    "DynamoDB": EventType(
        _stream,
        {
            "BatchSize",
            "BisectBatchOnFunctionError",
            "DestinationConfig",
            "FilterCriteria",
            "FunctionResponseTypes",
            "MaximumRecordAgeInSeconds",
            "MaximumRetryAttempts",
            "Stream",
        },
        _SOURCE_HARMLESS | {"ParallelizationFactor", "StartingPosition"},
    ),
    "SQS": EventType(
        _queue_source,
        {"BatchSize", "FilterCriteria", "FunctionResponseTypes", "Queue"},
        _SOURCE_HARMLESS | {"ScalingConfig"},
    ),
}
