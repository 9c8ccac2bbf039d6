"""A template as the local desk uses it: intrinsic functions evaluated, Globals and defaults merged in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Route:
    """An event of type Api: one method of one resource. `path` is as in the template, with variables in braces."""

    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """An event of type Schedule or ScheduleV2. `input` is JSON; None means the scheduler's own event."""

    name: str
    expression: str
    timezone: str = "UTC"
    input: str | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class StreamSource:
    """An event of type DynamoDB: the stream of a table."""

    table_arn: str
    batch_size: int = 100
    partial: bool = False
    """The function reports the items that failed (ReportBatchItemFailures)."""
    bisect: bool = False
    max_retries: int = -1
    """Retries after the first attempt; -1 means until the record expires."""
    max_age: int = -1
    """Seconds after which a record is discarded; -1 means never."""
    on_failure: str | None = None
    """The ARN of the queue that is told of discarded records."""
    filters: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class QueueSource:
    """An event of type SQS."""

    queue_arn: str
    batch_size: int = 10
    partial: bool = False
    filters: tuple[Mapping[str, Any], ...] = ()


Event = Route | Schedule | StreamSource | QueueSource


@dataclass(frozen=True, slots=True)
class Function:
    """A Lambda function."""

    logical_id: str
    name: str
    arn: str
    handler: str
    code: Path
    environment: Mapping[str, str]
    timeout: int
    """Seconds."""
    memory: int
    """Megabytes."""
    events: tuple[Event, ...]
    policies: tuple[Any, ...]
    properties: Mapping[str, Any] = field(repr=False)
    """All properties, resolved."""

    def of_type[E: Event](self, kind: type[E]) -> tuple[E, ...]:
        """Return the events of that type, in the order of the template."""
        return tuple(event for event in self.events if isinstance(event, kind))


@dataclass(frozen=True, slots=True)
class GatewayResponse:
    """A response of the API itself. None and {} mean the default."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Mapping expressions by header name: 'quoted text', context.… or method.request.header.…"""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Body templates by content type."""


@dataclass(frozen=True, slots=True)
class Api:
    """A REST API with its only stage."""

    logical_id: str
    id: str
    stage: str
    binary_media_types: tuple[str, ...] = ()
    gateway_responses: Mapping[str, GatewayResponse] = field(default_factory=dict)
    any_method: Mapping[str, str] = field(default_factory=dict)
    """The function of each path's `x-amazon-apigateway-any-method`, by logical id. Events are not among them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A DynamoDB table. `create` holds the keyword arguments of `create_table`."""

    logical_id: str
    name: str
    arn: str
    create: Mapping[str, Any]
    ttl_attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Bucket:
    """An S3 bucket, and whether it keeps the versions of its objects."""

    logical_id: str
    name: str
    versioned: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """An SQS queue. `attributes` are those of `create_queue`, including the redrive policy."""

    logical_id: str
    name: str
    url: str
    arn: str
    attributes: Mapping[str, str]
    dead_letters: str | None = None
    """The ARN of its dead-letter queue."""


@dataclass(frozen=True, slots=True)
class Bus:
    """An EventBridge event bus."""

    logical_id: str
    name: str
    arn: str


@dataclass(frozen=True, slots=True)
class Template:
    """A stack: its parameters, conditions, outputs and those resources that are emulated."""

    path: Path
    parameters: Mapping[str, Any]
    conditions: Mapping[str, bool]
    outputs: Mapping[str, Any]
    api: Api | None
    functions: Mapping[str, Function]
    layers: tuple[Path, ...]
    """The folders of the layers built from this repository."""
    tables: tuple[Table, ...]
    buckets: tuple[Bucket, ...]
    queues: tuple[Queue, ...]
    buses: tuple[Bus, ...]

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of all functions.

        Raises ValueError if two functions set different values: they share one process here.
        """
        together: dict[str, str] = {}
        for function in self.functions.values():
            for name, value in function.environment.items():
                if together.setdefault(name, value) != value:
                    raise ValueError(
                        f"{function.logical_id} sets {name}={value!r}, another function {together[name]!r}"
                    )
        return together
