"""One desk in memory: a template's functions, tables, queues, its clock, and clients that call it.

    with World(engine, {"TicketsPerMinute": "0"}) as world:
        desk = world.invoke("OpsSetUpDesk", {...})
        client = world.client({"X-Token": token})
        answer = client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Please help"})
        assert answer.status == 200
        world.clock.advance(days=1)
        world.fire("SchedulesSweep")
        world.pump()

Worlds follow each other in one process and never overlap.
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
from tools.local_desk import aws, functions, objects, schedules
from tools.local_desk.batches import Stuck
from tools.local_desk.client import Client, Response
from tools.local_desk.clock import Clock
from tools.local_desk.gateway import Gateway
from tools.local_desk.model import QueueSource, Schedule, StreamSource, Template
from tools.local_desk.names import REGION
from tools.local_desk.queues import QueueReader
from tools.local_desk.routes import Routes
from tools.local_desk.streams import StreamReader
from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.wire import HttpRequest, HttpResponse

_alive = threading.Lock()

ROUNDS = 100
"""Rounds of deliveries after which functions that keep each other busy are taken for a loop."""


class World:
    """See the module. Use it as a context manager; its resources live from entering to leaving.

    clock     settable: `.now`, `.set(datetime)`, `.advance(seconds, days=…)`; stands still unless another one is given
    template  what template.yaml says under these parameters
    aws       boto3 clients (`dynamodb`, `s3`, `sqs`, `events`, `streams`), to look behind the scenes
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

        `engine` answers AWS calls (moto without one). `durable` keeps tables under their own names when the world ends;
        else a real engine gives each world tables of new names, and loses them with it. `environment` is added to what
        the template gives its functions.
        Raises TemplateError for what is not emulated, ValueError when functions disagree about a variable.
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
        """Bring it to life. Raises RuntimeError when another world lives in this process."""
        if not _alive.acquire(blocking=False):
            raise RuntimeError("another world lives in this process")
        with ExitStack() as life:
            life.callback(_alive.release)
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
            self._streams, self._queues = self._readers()
            self._life = life.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._life.close()

    def forked(self) -> None:
        """Go on in a process that was forked off: cold, and on connections of its own.

        Tables of a real engine are shared with the process that it was forked off from, which has to live longer.
        What moto plays (files, queues, the bus) is each process's own from here on.
        """
        aws.session().forget_clients()
        _forget()
        self.aws = aws.Services(self.template)
        self._streams, self._queues = self._readers()

    def invoke(self, logical_id: str, event: object) -> Any:
        """Call a function with an event, as `aws lambda invoke` would; returns its answer.

        Raises what the handler raises, KeyError for a function that the template does not have.
        """
        return functions.call(self.template.functions[logical_id], event)

    def client(self, headers: Mapping[str, str] | None = None) -> Client:
        """A caller of the API who sends these headers with every request."""
        return Client(self.handle, self.stage, headers)

    @property
    def is_all_moto(self) -> bool:
        """Whether moto plays DynamoDB too."""
        return self._engine.endpoint is None

    @property
    def stage(self) -> str:
        """The API's stage, the first part of every URL's path. Raises ValueError for a template without an API."""
        if self.template.api is None:
            raise ValueError(f"{self.template.path} has no API")
        return self.template.api.stage

    @property
    def routes(self) -> Routes:
        """Which function answers which path."""
        return Routes(self.template.functions.values())

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer a request at the gateway. Raises ValueError for a template without an API."""
        if self._gateway is None:
            raise ValueError(f"{self.template.path} has no API")
        return self._gateway.handle(request)

    def pump(self) -> int:
        """Deliver what waits in streams and queues, and what that brings about, until all is quiet.

        Returns how many records and messages were delivered. Raises Stuck for what fails without a limit to its
        retries, or never comes to an end.
        """
        total = 0
        for _ in range(ROUNDS):
            delivered = sum(reader.deliver(self.clock.now) for reader in self._streams)
            delivered += sum(reader.deliver() for reader in self._queues)
            if not delivered:
                return total
            total += delivered
        raise Stuck(f"functions keep each other busy: {total} deliveries and no end")

    @property
    def stream_positions(self) -> dict[str, dict[str, str]]:
        """How far each function has read in its stream, for a durable world's successor."""
        return {reader.name: dict(reader.positions) for reader in self._streams}

    @stream_positions.setter
    def stream_positions(self, positions: Mapping[str, Mapping[str, str]]) -> None:
        for reader in self._streams:
            reader.positions = dict(positions.get(reader.name, {}))

    def fire(self, logical_id: str, at: datetime | None = None) -> Any:
        """Invoke a scheduled function as its schedule does at `at` (default: now); returns its answer.

        Raises what the handler raises, KeyError for a function without a schedule.
        """
        return self.invoke(logical_id, schedules.payload(self.schedules[logical_id], at or self.clock.now))

    @property
    def schedules(self) -> Mapping[str, Schedule]:
        """The schedule of each function that has one, by logical id."""
        found = {name: function.of_type(Schedule) for name, function in self.template.functions.items()}
        return {name: events[0] for name, events in found.items() if events}

    def events(self) -> list[dict[str, Any]]:
        """What was said on the event bus since the last call, in order, in EventBridge's envelope."""
        return self.aws.heard()

    def upload(self, upload: Mapping[str, Any], content: bytes) -> Response:
        """Send a file by a presigned POST, `{"url", "fields"}`: 204, or 400 or 403 as S3 refuses it."""
        return _answer(objects.upload(self.aws.s3, self._bucket, upload["fields"], content))

    def download(self, url: str) -> Response:
        """Follow a presigned GET: 200 or 404."""
        return _answer(objects.download(self.aws.s3, self._bucket, url))

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
    """Drop what the desk keeps from one invocation to the next: clients, catalog, tokens, settings."""
    from polydesk.desk import desk

    desk.reset()
