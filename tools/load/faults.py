"""What goes wrong with a function's calls to AWS, drawn by lot and counted.

Some faults happen on the wire, below botocore's retries, so that its parsing, its tokens and its patience are tried
as well. Others are what is left when its retries are used up, and what no retry survives: the end of the process.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from botocore.httpsession import URLLib3Session

from tools.faults import WRITES, Call, Killed, intercepted

Send = Callable[[], Any]
StateType = str

READS = frozenset({"GetItem", "BatchGetItem", "Query"})

SINGLE_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem"})

THROTTLED = "throttled until retries were used up"
LOST = "answer lost after the effect, until retries were used up"
KILLED_BEFORE = "killed before a write"
KILLED_AFTER = "killed after a write"
PARTIAL = "part of a batch refused"
BUCKET_BUSY = "bucket throttled"
THROTTLED_ONCE = "throttled on the wire"
SERVER_ERROR = "server error on the wire"
NO_CONNECTION = "no connection"
LOST_ONCE = "answer lost after the effect, on the wire"
CONFLICT = "transaction in conflict"
TRANSACTION_THROTTLED = "transaction throttled"
IN_PROGRESS = "transaction in progress"
SINGLE_CONFLICT = "single write in conflict with a transaction"

REFUSALS: dict[StateType, tuple[int, str, str | None]] = {
    THROTTLED_ONCE: (400, "ProvisionedThroughputExceededException", None),
    SERVER_ERROR: (500, "InternalServerError", None),
    CONFLICT: (400, "TransactionCanceledException", "TransactionConflict"),
    TRANSACTION_THROTTLED: (400, "TransactionCanceledException", "ThrottlingError"),
    IN_PROGRESS: (400, "TransactionInProgressException", None),
    SINGLE_CONFLICT: (400, "TransactionConflictException", None),
}
"""Status, code and reason of what DynamoDB answers without doing anything."""


class Faults:
    """The faults of one process. They happen only while a function runs, not to the tests' own calls."""

    def __init__(self, likely: float, likely_of_reads: float) -> None:
        """A call meets a fault with this probability at each level, of which there are up to four."""
        self.counts: Counter[StateType] = Counter()
        self.here = 0
        """How many there were since the function began to run."""
        self._likely = {False: likely, True: likely_of_reads}
        self._random = Random(0)
        self._running = False
        self._lock = threading.Lock()

    def reseed(self, seed: str) -> None:
        """Draw from here on what this seed says."""
        self._random = Random(seed)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Inside, a function runs."""
        self.here, self._running = 0, True
        try:
            yield
        finally:
            self._running = False

    @contextmanager
    def injected(self) -> Iterator[None]:
        """Inside, calls of functions that run meet faults."""
        send = URLLib3Session.send

        def sent(session: URLLib3Session, request: AWSPreparedRequest) -> Any:
            return self._on_the_wire(request, lambda: send(session, request))

        with ExitStack() as stack:
            stack.enter_context(intercepted(self._at_the_call))
            stack.enter_context(patch.object(URLLib3Session, "send", sent))
            yield

    def _drawn(self, operation: str, *kinds: StateType) -> StateType | None:
        """One of the kinds, or most often none."""
        with self._lock:
            likely = self._likely[operation in READS]
            if not self._running or not kinds or self._random.random() >= likely:
                return None
            kind = self._random.choice(kinds)
            self.counts[kind] += 1
            self.here += 1
            return kind

    def _at_the_call(self, operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        """What botocore's caller sees."""
        if operation in WRITES and self._drawn(operation, KILLED_BEFORE):
            raise Killed
        answer = self._answer(operation, arguments, proceed)
        if operation in WRITES and self._drawn(operation, KILLED_AFTER):
            raise Killed
        return answer

    def _answer(self, operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        match self._drawn(operation, *_kinds_of_call(operation)):
            case None:
                return proceed()
            case "throttled until retries were used up":
                raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, operation)
            case "bucket throttled":
                raise ClientError({"Error": {"Code": "SlowDown", "Message": ""}}, operation)
            case "part of a batch refused":
                return _partly(operation, arguments, proceed)
            case _:
                proceed()
                raise ReadTimeoutError(endpoint_url="https://aws")

    def _on_the_wire(self, request: AWSPreparedRequest, send: Send) -> Any:
        """What botocore itself sees of DynamoDB."""
        operation = operation_of(request)
        kind = self._drawn(operation, *_kinds_on_the_wire(operation))
        if kind is None:
            return send()
        if kind == NO_CONNECTION:
            raise EndpointConnectionError(endpoint_url=request.url)
        if kind == LOST_ONCE:
            send()
            raise ReadTimeoutError(endpoint_url=request.url)
        status, code, reason = REFUSALS[kind]
        return _refusal(request, status, code, reason)


def operation_of(request: AWSPreparedRequest) -> str:
    """The operation of DynamoDB that a request is; empty for any other service."""
    target: Any = request.headers.get("X-Amz-Target", "")
    name = target.decode() if isinstance(target, bytes) else str(target)
    service, _, operation = name.partition(".")
    return operation if service == "DynamoDB_20120810" else ""


def _kinds_of_call(operation: str) -> list[StateType]:
    """What can go wrong with a call for good."""
    match operation:
        case "HeadObject" | "PutObject":
            return [BUCKET_BUSY]
        case "PutEvents" | "SendMessageBatch" | "DeleteObjects":
            return [PARTIAL, LOST]
        case "BatchGetItem":
            return [PARTIAL, THROTTLED]
        case "GetItem" | "Query":
            return [THROTTLED]
        case _ if operation in WRITES:
            return [THROTTLED, LOST]
        case _:
            return []


def _kinds_on_the_wire(operation: str) -> list[StateType]:
    """What can go wrong on the wire; reads lose nothing by losing their answers."""
    match operation:
        case "TransactWriteItems":
            refused = [CONFLICT, CONFLICT, TRANSACTION_THROTTLED, IN_PROGRESS]
            return [THROTTLED_ONCE, SERVER_ERROR, NO_CONNECTION, LOST_ONCE, *refused]
        case _ if operation in SINGLE_WRITES:
            return [THROTTLED_ONCE, NO_CONNECTION, LOST_ONCE, SINGLE_CONFLICT]
        case _ if operation in READS:
            return [THROTTLED_ONCE, NO_CONNECTION]
        case _:
            return []


def _partly(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
    """The call with its first half alone; the answer says that the rest was not done."""
    match operation:
        case "BatchGetItem":
            [(table, wanted)] = arguments["RequestItems"].items()
            first, rest = _halves(wanted["Keys"])
            arguments["RequestItems"] = {table: {**wanted, "Keys": first}}
            answer = proceed() if first else {"Responses": {}}
            return {**answer, "UnprocessedKeys": {table: {**wanted, "Keys": rest}}}
        case "PutEvents":
            first, rest = _halves(arguments["Entries"])
            arguments["Entries"] = first
            done = proceed()["Entries"] if first else []
            return {
                "FailedEntryCount": len(rest),
                "Entries": [*done, *({"ErrorCode": "InternalFailure"} for _ in rest)],
            }
        case "SendMessageBatch":
            first, rest = _halves(arguments["Entries"])
            arguments["Entries"] = first
            answer = proceed() if first else {}
            return {**answer, "Failed": [{"Id": one["Id"], "Code": "InternalError"} for one in rest]}
        case _:
            first, rest = _halves(arguments["Delete"]["Objects"])
            arguments["Delete"] = {**arguments["Delete"], "Objects": first}
            answer = proceed() if first else {}
            return {**answer, "Errors": [{"Key": one["Key"], "Code": "InternalError"} for one in rest]}


def _halves(entries: list[Any]) -> tuple[list[Any], list[Any]]:
    return entries[: len(entries) // 2], entries[len(entries) // 2 :]


class _Raw:
    """A body as botocore reads it off the connection."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content


def _refusal(request: AWSPreparedRequest, status: int, code: str, reason: str | None) -> AWSResponse:
    body: dict[str, Any] = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code}
    if reason is not None:
        content: Any = request.body
        items = json.loads(content)["TransactItems"]
        body["CancellationReasons"] = [{"Code": "None"} for _ in items[1:]] + [{"Code": reason, "Message": reason}]
    headers: Any = {"Content-Type": "application/x-amz-json-1.0"}
    return AWSResponse(request.url, status, headers, _Raw(json.dumps(body).encode()))
