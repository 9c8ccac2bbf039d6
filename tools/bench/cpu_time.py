"""Measure the processor time of a warm request: run its handler repeatedly while AWS answers at once.

Processor time leaves out whatever else the machine does. It is compared with botocore's own part of one GetItem, which
no request can do without: signing a request and parsing a response that is there already. The ratio of the two is the
same on a slow machine and on a fast one.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO
from logging import StreamHandler
from math import inf
from statistics import median
from threading import Lock
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
from tools.local_desk.template.names import REGION

BUDGET_MS = 1.0

USER_AGENT = UserAgentString.to_string
"""As in Lambda. The local desk replaces it to save time."""

BLOCKS = 100
RUNS = 3
"""Runs per block. Blocks of a handler and of the GetItem alternate, so that both are slowed down by the same things."""

ROW = {"pk": {"S": "M#000000"}, "sk": {"S": "00000001"}, "subject": {"S": "The invoice shows the wrong address"}} | {
    name: {"N": str(value)}
    for value, name in enumerate(("version", "number", "category", "priority", "state", "client"))
}
"""An item like the row of a ticket."""

Responses = list[tuple[str, Any, Any]]
"""Operation, parameters and response of each call that a request makes to AWS, in order."""


@dataclass(frozen=True, slots=True)
class CpuTime:
    """The processor time of one request as a multiple of a GetItem's, and the bytes that it logs."""

    ratio: float
    log_bytes: int


class Stopwatch:
    """Measures requests inside `with`, in a world.

    `get_item_seconds` is the shortest time of a GetItem so far.
    """

    def __init__(self) -> None:
        """Start without any measurement."""
        self.get_item_seconds = inf

    def __enter__(self) -> Self:
        """Log as a deployed stack does, but into memory."""
        with ExitStack() as stack:
            self._log = StringIO()
            handler, level = logger.registered_handler, logger.log_level
            assert isinstance(handler, StreamHandler)
            before = handler.setStream(self._log)
            stack.callback(handler.setStream, before)
            logger.setLevel("INFO")  # the stack's default
            stack.callback(logger.setLevel, level)
            self._get_item = _instant_get_item()
            stack.enter_context(patch.object(UserAgentString, "to_string", USER_AGENT))
            self._exit = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Log as before."""
        self._exit.close()

    @contextmanager
    def recording(self) -> Iterator[Responses]:
        """Record what AWS responds inside."""
        responses: Responses = []
        make_call = BaseClient._make_api_call  # type: ignore[attr-defined]

        def record(client: BaseClient, operation: str, parameters: Any) -> Any:
            response = make_call(client, operation, parameters)
            responses.append((operation, parameters, response))
            return response

        with patch.object(BaseClient, "_make_api_call", record):
            yield responses

    def measure(self, invocation: Invocation, responses: Responses) -> CpuTime:
        """Run a handler with these responses of AWS. Raises RuntimeError when it does not succeed with them."""
        handler, context = load(invocation.function), LambdaContext(invocation.function)
        replay = Replay(responses)

        def request() -> None:
            replay.rewind()
            self._log.seek(0)
            answer = handler(invocation.event, context)
            if answer["statusCode"] >= 400:
                raise RuntimeError(f"{invocation.function.handler}: {answer}\n{self._log.getvalue()}")

        ratios = []
        for _ in range(BLOCKS):
            with patch.object(BaseClient, "_make_api_call", replay):
                request_seconds = _seconds(request)
            get_item_seconds = _seconds(self._get_item)
            self.get_item_seconds = min(self.get_item_seconds, get_item_seconds)
            ratios.append(request_seconds / get_item_seconds)
        return CpuTime(median(ratios), self._log.tell())


class Replay:
    """Answers the calls of a request to AWS with the recorded responses. Calls may come from several threads."""

    def __init__(self, responses: Responses) -> None:
        """Answer with these."""
        self._responses = responses
        self._remaining = list(responses)
        self._lock = Lock()

    def rewind(self) -> None:
        """Start again with the first response."""
        self._remaining = list(self._responses)

    def __call__(self, operation: str, parameters: Any) -> Any:
        """Return the response to this call or else, as times and ids differ, the next one to this operation.

        Raises RuntimeError for a call that was not recorded.
        """
        with self._lock:
            places = [place for place, (name, _, _) in enumerate(self._remaining) if name == operation]
            if not places:
                raise RuntimeError(f"{operation} was called once more than was recorded")
            same = (place for place in places if self._remaining[place][1] == parameters)
            return self._remaining.pop(next(same, places[0]))[2]


def _seconds(run: Callable[[], object]) -> float:
    """Return the mean processor time of a run in one block."""
    start = process_time()
    for _ in range(RUNS):
        run()
    return (process_time() - start) / RUNS


def _instant_get_item() -> Callable[[], object]:
    """Return a GetItem that is answered without leaving the process."""
    client = Session(region_name=REGION).client("dynamodb", config=CONFIG)  # separate from the handlers' client
    body = json.dumps({"Item": ROW}).encode()

    def respond(request: Any, **_: object) -> AWSResponse:
        headers: Any = {"Content-Type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, _RawBody(body))

    hook: Any = respond
    client.meta.events.register_first("before-send.dynamodb.GetItem", hook)
    key: Any = {name: ROW[name] for name in ("pk", "sk")}
    return lambda: client.get_item(TableName="polydesk", Key=key, ConsistentRead=True)


class _RawBody(BytesIO):
    """A response body as botocore reads it from the connection."""

    def stream(self, **_: object) -> Iterator[bytes]:
        """Yield the whole body."""
        yield self.read()
