"""A stack in memory: the functions, tables and queues of a template, its clock, and clients that call it.

    with World(engine, {"TicketsPerMinute": "0"}) as world:
        desk = world.invoke("OpsSetUpDesk", {...})
        client = world.client({"X-Token": token})
        answer = client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Please help"})
        assert answer.status == 200
        world.clock.advance(days=1)
        world.fire("SchedulesSweep")
        world.pump()

There is one world at a time in a process.
"""

import os
import threading
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import boto3

from tools.engine import Engine
from tools.local_desk import aws, functions, presigned, retention, schedules
from tools.local_desk.client import Client, Response
from tools.local_desk.clock import Clock
from tools.local_desk.deliveries.batches import DeliveryBlocked
from tools.local_desk.deliveries.queues import QueueReader
from tools.local_desk.deliveries.streams import StreamReader
from tools.local_desk.gateway.rest_api import Gateway
from tools.local_desk.gateway.routes import Routes
from tools.local_desk.model import QueueSource, Schedule, StreamSource, Template
from tools.local_desk.moto_patches import event_sources
from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.template.names import REGION
from tools.local_desk.wire import LOCALHOST, HttpRequest, HttpResponse

_exists = threading.Lock()

ROUNDS = 100
"""Rounds of deliveries after which functions are taken to trigger each other endlessly."""


class World:
    """A context manager; its resources exist inside the block.

    clock     can be set: `.now`, `.set(datetime)`, `.advance(seconds, days=…)`; by default it stands still
    template  template.yaml under these parameters
    event_sources  how Lambda describes what calls each function of a stream or a queue; can be changed
    aws       boto3 clients (`dynamodb`, `s3`, `sqs`, `events`, `streams`), to look behind the API
    """

    def __init__(
        self,
        engine: Engine | None = None,
        parameters: Mapping[str, str] | None = None,
        *,
        template: Path = TEMPLATE,
        clock: Clock | None = None,
        durable: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Read the template under `parameters`.

        `engine` answers AWS calls; default: moto. `durable` keeps the tables of DynamoDB Local when the world ends;
        by default each world has tables of unique names, which it deletes. `environment` is added to the variables
        of the functions.
        Raises TemplateError for anything that is not emulated, ValueError if functions disagree about a variable.
        """
        self._engine = engine or Engine()
        self._own_tables = self._engine.endpoint is not None and not durable
        self.template: Template = read(template, parameters, _table_names(template) if self._own_tables else None)
        self.clock = clock or Clock()
        self._environment = {
            **self.template.environment,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            **(environment or {}),
        }
        for schedule in self.schedules.values():
            schedules.check(schedule)
        api = self.template.api
        self._gateway = (
            Gateway(api, self.template.functions.values(), self.invoke, lambda: self.clock.now) if api else None
        )
        self._life = ExitStack()

    def __enter__(self) -> Self:
        """Create the resources. Raises RuntimeError if another world exists in this process."""
        if not _exists.acquire(blocking=False):
            raise RuntimeError("another world exists in this process")
        with ExitStack() as life:
            life.callback(_exists.release)
            life.enter_context(self._engine.mocked())
            life.enter_context(patch.dict(os.environ, self._environment))
            life.enter_context(patch.object(boto3, "DEFAULT_SESSION", aws.session()))
            life.enter_context(self.clock.installed())
            functions.prepare_imports(self.template)
            life.callback(_forget)
            _forget()
            self.aws = aws.Services(self.template)
            self.aws.create()
            if self._own_tables:
                life.callback(self.aws.drop_tables)
            self.event_sources = self.aws.event_sources()
            life.enter_context(event_sources.described(self.event_sources))
            self._streams, self._queues = self._readers()
            self._life = life.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the resources up."""
        self._life.close()

    def forked(self) -> None:
        """Continue in a forked process, with cold functions and new connections.

        Tables of DynamoDB Local are shared with the parent process, which has to live longer. Files, queues and the
        bus are in moto, and from here on each process has its own.
        """
        aws.session().forget_clients()
        _forget()
        self.aws = aws.Services(self.template)
        self._streams, self._queues = self._readers()

    def invoke(self, logical_id: str, event: object) -> Any:
        """Call a function with an event, as `aws lambda invoke` does, and return its result.

        Raises what the handler raises, KeyError if the template has no such function.
        """
        return functions.call(self.template.functions[logical_id], event)

    def client(self, headers: Mapping[str, str] | None = None, source_ip: str = LOCALHOST) -> Client:
        """Return a client that sends these headers with every request, from this IP address."""
        return Client(self.handle, self.stage, headers, source_ip)

    @property
    def is_all_moto(self) -> bool:
        """Whether moto emulates DynamoDB too."""
        return self._engine.endpoint is None

    @property
    def stage(self) -> str:
        """The API's stage, with which every path begins. Raises ValueError for a template without an API."""
        if self.template.api is None:
            raise ValueError(f"{self.template.path} has no API")
        return self.template.api.stage

    @property
    def routes(self) -> Routes:
        """The routes of the API."""
        api = self.template.api
        return Routes(self.template.functions.values(), api.any_method if api else {})

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Let the gateway answer a request. Raises ValueError for a template without an API."""
        if self._gateway is None:
            raise ValueError(f"{self.template.path} has no API")
        return self._gateway.handle(request)

    def pump(self) -> int:
        """Deliver stream records and messages, and those that this causes, until there are no more.

        Returns how many were delivered. Raises DeliveryBlocked if one keeps failing and its retries have no limit, or
        if functions trigger each other endlessly.
        """
        total = 0
        for _ in range(ROUNDS):
            delivered = sum(reader.deliver(self.clock.now) for reader in self._streams)
            delivered += sum(reader.deliver() for reader in self._queues)
            if not delivered:
                return total
            total += delivered
        raise DeliveryBlocked(f"functions trigger each other: {total} deliveries and no end")

    @property
    def stream_positions(self) -> dict[str, dict[str, str]]:
        """How far each function has read its stream, to go on from there in another world."""
        return {reader.name: dict(reader.positions) for reader in self._streams}

    @stream_positions.setter
    def stream_positions(self, positions: Mapping[str, Mapping[str, str]]) -> None:
        for reader in self._streams:
            reader.positions = dict(positions.get(reader.name, {}))

    def fire(self, logical_id: str, at: datetime | None = None) -> Any:
        """Invoke a scheduled function as its schedule does at `at` (default: now), and return its result.

        Raises what the handler raises, KeyError if the function has no schedule.
        """
        return self.invoke(logical_id, schedules.payload(self.schedules[logical_id], at or self.clock.now))

    @property
    def schedules(self) -> Mapping[str, Schedule]:
        """The schedule of each function that has one, by logical id."""
        found = {name: function.of_type(Schedule) for name, function in self.template.functions.items()}
        return {name: events[0] for name, events in found.items() if events}

    def events(self) -> list[dict[str, Any]]:
        """Return the events of all event buses since the last call, in order, in EventBridge's envelope."""
        return self.aws.collected_events()

    def discard_history(self) -> None:
        """Forget stream records that every function has read, collected events and expired items.

        For worlds that live long. Reading a stream again from its start is impossible afterwards.
        """
        retention.discard_history(self.aws, self._streams, self.clock.now, moto_tables=self.is_all_moto)

    def upload(self, upload: Mapping[str, Any], content: bytes) -> Response:
        """Send a file by a presigned POST, `{"url", "fields"}`: 204, or 400 or 403 as S3 does."""
        return _answer(presigned.upload(self.aws.s3, self._bucket, upload["fields"], content))

    def download(self, url: str) -> Response:
        """Follow a presigned GET: 200 or 404."""
        return _answer(presigned.download(self.aws.s3, self._bucket, url))

    @property
    def _bucket(self) -> str:
        (bucket,) = self.template.buckets
        return bucket.name

    def _readers(self) -> tuple[list[StreamReader], list[QueueReader]]:
        queues = {queue.arn: queue for queue in self.template.queues}
        streams: list[StreamReader] = []
        readers: list[QueueReader] = []
        for function in self.template.functions.values():
            streams += [StreamReader(self.aws, function, it, functions.call) for it in function.of_type(StreamSource)]
            readers += [
                QueueReader(self.aws, function, queues[it.queue_arn], it, functions.call)
                for it in function.of_type(QueueSource)
            ]
        return streams, readers


def _table_names(template: Path) -> dict[str, str]:
    suffix = uuid.uuid4().hex[:12]
    return {table.logical_id: f"{table.name}-{suffix}" for table in read(template).tables}


def _answer(response: HttpResponse) -> Response:
    return Response(response.status, response.headers, response.body)


def _forget() -> None:
    """Drop what functions keep from one invocation to the next: clients, catalog, tokens, settings."""
    from polydesk.desk import desk

    desk.reset()
