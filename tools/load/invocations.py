"""Watch the invocations of one process: they meet faults, may be killed, and must not fail otherwise."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from polydesk.desk import desk
from tools.faults import Killed
from tools.load.faults import FaultInjector
from tools.load.ledger import Ledger
from tools.local_desk import functions
from tools.local_desk.model import Function


class InvocationFailed(Exception):
    """The function's process ended. API Gateway answers 502 then; streams, queues and schedules try again."""


@dataclass(slots=True)
class Invocations:
    """What the invocations of this process met and wrote."""

    faults: FaultInjector
    ledger: Ledger = field(default_factory=Ledger)
    errors: list[str] = field(default_factory=list)
    """Failures that no fault explains."""
    succeeded: set[str] = field(default_factory=set)
    """Logical ids of functions that succeeded at least once."""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch every invocation inside."""
        with ExitStack() as stack:
            stack.enter_context(self.ledger.recording())
            stack.enter_context(self.faults.injecting())
            stack.enter_context(patch.object(functions, "load", self._load(functions.load)))
            yield

    def _load(self, load: Callable[[Function], Any]) -> Callable[[Function], Any]:
        """Wrap the loader of handlers: unlike `call`, it is looked up at each invocation, by streams and queues too."""

        def load_watched(function: Function) -> Any:
            handler = load(function)
            return lambda event, context: self._invoke(function, handler, event, context)

        return load_watched

    def _invoke(self, function: Function, handler: Any, event: Any, context: Any) -> Any:
        with self._writing_as(function):
            try:
                with self.faults.invocation():
                    answer = handler(event, context)
            except Killed:
                desk.reset()  # the next invocation runs in a new process
                raise InvocationFailed(function.logical_id) from None
            except Exception as error:
                self._report_failure(function, repr(error))
                raise
        if _is_failure(answer):
            self._report_failure(function, json.dumps(answer)[:500])
        elif not isinstance(answer, dict) or int(answer.get("statusCode", 200)) < 300:
            self.succeeded.add(function.logical_id)
        return answer

    @contextmanager
    def _writing_as(self, function: Function) -> Iterator[None]:
        """Attribute writes inside to the function, unless they are attributed to a call already."""
        before = self.ledger.writer
        self.ledger.writer = before or function.logical_id
        try:
            yield
        finally:
            self.ledger.writer = before

    def _report_failure(self, function: Function, failure: str) -> None:
        if not self.faults.in_invocation:
            self.errors.append(f"{function.logical_id} failed without a fault: {failure}")


def _is_failure(answer: Any) -> bool:
    if not isinstance(answer, dict):
        return False
    return bool(answer.get("batchItemFailures")) or int(answer.get("statusCode", 0)) >= 500
