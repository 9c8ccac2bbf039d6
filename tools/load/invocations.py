"""A function's invocations in one process: they meet faults, they may die, and nothing else may go wrong."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from polydesk.desk import desk
from tools.faults import Killed
from tools.load.faults import Faults
from tools.load.ledger import Ledger
from tools.local_desk import functions
from tools.local_desk.model import Function


class Died(Exception):
    """The function's process ended. API Gateway makes a 502 of it; streams, queues and schedules come again."""


@dataclass(slots=True)
class Invocations:
    """What the invocations of this process met and did."""

    faults: Faults
    ledger: Ledger = field(default_factory=Ledger)
    wrong: list[str] = field(default_factory=list)
    """Failures that no fault explains."""
    succeeded: set[str] = field(default_factory=set)
    """Functions that have done, at least once, what they were called for."""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Inside, every invocation is one of these."""
        with ExitStack() as stack:
            stack.enter_context(self.ledger.kept())
            stack.enter_context(self.faults.injected())
            stack.enter_context(patch.object(functions, "load", self._load(functions.load)))
            yield

    def _load(self, load: Callable[[Function], Any]) -> Callable[[Function], Any]:
        """Handlers are loaded for each call, whoever calls; streams and queues know the way from the beginning."""

        def loaded(function: Function) -> Any:
            handler = load(function)
            return lambda event, context: self._invoke(function, handler, event, context)

        return loaded

    def _invoke(self, function: Function, handler: Any, event: Any, context: Any) -> Any:
        anonymous = not self.ledger.by
        if anonymous:
            self.ledger.by = function.logical_id
        try:
            with self.faults.running():
                answer = handler(event, context)
        except Killed:
            desk.reset()  # the next one starts in a new process
            raise Died(function.logical_id) from None
        except Exception as error:
            self._look_at(function, repr(error))
            raise
        finally:
            if anonymous:
                self.ledger.by = ""
        if _says_failure(answer):
            self._look_at(function, json.dumps(answer)[:500])
        elif not isinstance(answer, dict) or int(answer.get("statusCode", 200)) < 300:
            self.succeeded.add(function.logical_id)
        return answer

    def _look_at(self, function: Function, failure: str) -> None:
        if not self.faults.here:
            self.wrong.append(f"{function.logical_id} failed without a fault: {failure}")


def _says_failure(answer: Any) -> bool:
    if not isinstance(answer, dict):
        return False
    return bool(answer.get("batchItemFailures")) or int(answer.get("statusCode", 0)) >= 500
