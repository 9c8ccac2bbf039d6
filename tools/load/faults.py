"""Inject random faults into the calls that functions make to AWS, and count them.

Some faults happen on the wire, below botocore's retries, so that its parsing, its request tokens and its backoff are
exercised too. Others are what the caller sees once the retries have failed, or end the process.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from botocore.httpsession import URLLib3Session

from tools.faults import WRITES, Call, Killed, intercepted
from tools.load.fault_kinds import READS, Fault, call_faults, wire_faults
from tools.load.fault_responses import do_half, refuse

Send = Callable[[], Any]


class FaultInjector:
    """The faults of one process. They affect functions while they run, never the calls of the load run itself."""

    def __init__(self, probability: float, read_probability: float) -> None:
        """Set the probability of a fault of writes and of reads, for each of the up to four places in a call."""
        self.counts: Counter[Fault] = Counter()
        self.in_invocation = 0
        """Faults since the function that runs, or ran last, was invoked."""
        self._probability, self._read_probability = probability, read_probability
        self._random = Random(0)
        self._running = False
        self._lock = threading.Lock()

    def reseed(self, seed: str) -> None:
        """Draw faults from this seed from now on."""
        self._random = Random(seed)

    @contextmanager
    def invocation(self) -> Iterator[None]:
        """Treat the calls inside as those of one invocation of a function."""
        self.in_invocation, self._running = 0, True
        try:
            yield
        finally:
            self._running = False

    @contextmanager
    def injecting(self) -> Iterator[None]:
        """Inject faults into the invocations inside."""
        send = URLLib3Session.send

        def send_or_fail(session: URLLib3Session, request: AWSPreparedRequest) -> Any:
            return self._send(request, lambda: send(session, request))

        with ExitStack() as stack:
            stack.enter_context(intercepted(self._call))
            stack.enter_context(patch.object(URLLib3Session, "send", send_or_fail))
            yield

    def _draw(self, operation: str, faults: Sequence[Fault]) -> Fault | None:
        """Draw one of the faults, or none."""
        with self._lock:
            probability = self._read_probability if operation in READS else self._probability
            if not self._running or not faults or self._random.random() >= probability:
                return None
            fault = self._random.choice(faults)
            self.counts[fault] += 1
            self.in_invocation += 1
            return fault

    def _call(self, operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        """Make a call of botocore's caller, or kill the function before or after it."""
        if operation in WRITES and self._draw(operation, [Fault.KILLED_BEFORE]):
            raise Killed
        response = self._respond(operation, arguments, proceed)
        if operation in WRITES and self._draw(operation, [Fault.KILLED_AFTER]):
            raise Killed
        return response

    def _respond(self, operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        match self._draw(operation, call_faults(operation)):
            case None:
                return proceed()
            case Fault.THROTTLED:
                raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, operation)
            case Fault.BUCKET_BUSY:
                raise ClientError({"Error": {"Code": "SlowDown", "Message": ""}}, operation)
            case Fault.PARTIAL:
                return do_half(operation, arguments, proceed)
            case _:
                proceed()
                raise ReadTimeoutError(endpoint_url="https://aws")

    def _send(self, request: AWSPreparedRequest, send: Send) -> Any:
        """Send a request of botocore's to DynamoDB, or fail as the network or DynamoDB may."""
        operation = operation_of(request)
        fault = self._draw(operation, wire_faults(operation))
        match fault:
            case None:
                return send()
            case Fault.WIRE_NO_CONNECTION:
                raise EndpointConnectionError(endpoint_url=request.url)
            case Fault.WIRE_RESPONSE_LOST:
                send()
                raise ReadTimeoutError(endpoint_url=request.url)
            case _:
                return refuse(request, fault)


def operation_of(request: AWSPreparedRequest) -> str:
    """Return the DynamoDB operation of a request; empty for any other service."""
    target: Any = request.headers.get("X-Amz-Target", "")
    name = target.decode() if isinstance(target, bytes) else str(target)
    service, _, operation = name.partition(".")
    return operation if service == "DynamoDB_20120810" else ""
