"""How long our own code takes for a warm request: a handler is run again and again, and AWS answers at once.

Only the time of the processor counts, so that whatever else the machine does is left out. Beside each handler runs what
a request cannot do without: botocore's part in one GetItem, which signs a request and reads an answer that is already
there. How many times as long a handler takes is the same on a slow machine and on a fast one.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO
from logging import StreamHandler
from math import inf
from statistics import median
from time import process_time
from typing import Any, Self
from unittest.mock import patch

from boto3.session import Session
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.useragent import UserAgentString

from polydesk.storage.aws import CONFIG
from polydesk.telemetry import logger
from tools.bench.desk import Invocation
from tools.local_desk.functions import LambdaContext, load
from tools.local_desk.names import REGION

BUDGET_MS = 1.0

NAMED = UserAgentString.to_string
"""As it is in Lambda, where requests say who makes them; the harness saves its calls the trouble."""

BLOCKS = 100
RUNS = 3
"""Runs of a block. Blocks of a handler and of the GetItem take turns: what slows the machine slows both."""

ROW = {"pk": {"S": "M#000000"}, "sk": {"S": "00000001"}, "subject": {"S": "The invoice shows the wrong address"}} | {
    name: {"N": str(value)}
    for value, name in enumerate(("version", "number", "category", "priority", "state", "client"))
}
"""An item like the row of a ticket."""

Answers = list[tuple[str, Any]]
"""What AWS answered to each call of a request, in order."""


@dataclass(frozen=True, slots=True)
class OwnTime:
    """Of one request: its processor time, where a GetItem's is 1, and the bytes that it logs."""

    ratio: float
    log_bytes: int


class Bench:
    """Takes the time inside `with`, in a world. `get_item_seconds` is a GetItem's when the machine was quietest."""

    def __init__(self) -> None:
        """Begin."""
        self.get_item_seconds = inf

    def __enter__(self) -> Self:
        with ExitStack() as life:
            self._log = StringIO()
            handler, level = logger.registered_handler, logger.log_level
            assert isinstance(handler, StreamHandler)
            before = handler.setStream(self._log)
            life.callback(handler.setStream, before)
            logger.setLevel("INFO")  # as the stack logs by default
            life.callback(logger.setLevel, level)
            self._get_item = _instant_get_item()
            life.enter_context(patch.object(UserAgentString, "to_string", NAMED))
            self._life = life.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._life.close()

    @contextmanager
    def recorded(self) -> Iterator[Answers]:
        """What AWS answers to the calls that are made inside."""
        answers: Answers = []
        make = BaseClient._make_api_call  # type: ignore[attr-defined]

        def noting(client: BaseClient, operation: str, parameters: Any) -> Any:
            answer = make(client, operation, parameters)
            answers.append((operation, answer))
            return answer

        with patch.object(BaseClient, "_make_api_call", noting):
            yield answers

    def measure(self, invocation: Invocation, answers: Answers) -> OwnTime:
        """Run the handler with these answers. Raises RuntimeError when it does not succeed with them."""
        handler, context, replay = load(invocation.function), LambdaContext(invocation.function), Replay(answers)

        def request() -> None:
            replay.rewind()
            self._log.seek(0)
            reply = handler(invocation.event, context)
            if reply["statusCode"] >= 300:
                raise RuntimeError(f"{invocation.function.handler}: {reply}\n{self._log.getvalue()}")

        ratios = []
        for _ in range(BLOCKS):
            with patch.object(BaseClient, "_make_api_call", replay):
                mine = _seconds(request)
            its = _seconds(self._get_item)
            self.get_item_seconds = min(self.get_item_seconds, its)
            ratios.append(mine / its)
        return OwnTime(median(ratios), self._log.tell())


class Replay:
    """Answers the calls of a request, each time that it is made, as they were answered when it was recorded."""

    def __init__(self, answers: Answers) -> None:
        """Answer with these."""
        self._answers = answers
        self._left = iter(answers)

    def rewind(self) -> None:
        """The request is made again."""
        self._left = iter(self._answers)

    def __call__(self, operation: str, _parameters: Any) -> Any:
        """Stands in for a client's method. Raises RuntimeError for a call that was not recorded."""
        expected, answer = next(self._left, ("nothing more", None))
        if operation != expected:
            raise RuntimeError(f"{operation} was asked for, and {expected} recorded")
        return answer


def _seconds(run: Callable[[], object]) -> float:
    """The processor time of one run, from a block of them."""
    before = process_time()
    for _ in range(RUNS):
        run()
    return (process_time() - before) / RUNS


def _instant_get_item() -> Callable[[], object]:
    """One GetItem that is answered without leaving the process."""
    client = Session(region_name=REGION).client("dynamodb", config=CONFIG)  # not the one that handlers use
    body = json.dumps({"Item": ROW}).encode()

    def answer(request: Any, **_: object) -> AWSResponse:
        headers: Any = {"Content-Type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, _Raw(body))

    hook: Any = answer
    client.meta.events.register_first("before-send.dynamodb.GetItem", hook)
    key: Any = {name: ROW[name] for name in ("pk", "sk")}
    return lambda: client.get_item(TableName="polydesk", Key=key, ConsistentRead=True)


class _Raw(BytesIO):
    """A body as botocore reads one off the network."""

    def stream(self, **_: object) -> Iterator[bytes]:
        """The whole of it."""
        yield self.read()
