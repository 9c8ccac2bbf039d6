"""Breaking the desk's calls to AWS, at a call of the test's choice."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from typing import Any
from unittest.mock import PropertyMock, patch

from botocore.client import BaseClient

from polydesk.storage.retry import Deadline

WRITES = frozenset(
    {
        "DeleteItem",
        "DeleteObjects",
        "PutEvents",
        "PutItem",
        "PutObject",
        "SendMessageBatch",
        "TransactWriteItems",
        "UpdateItem",
    }
)
"""The calls by which functions change anything."""

Call = Callable[[], Any]
Interceptor = Callable[[str, dict[str, Any], Call], Any]
"""Gets the operation, its arguments and the call itself; answers in place of AWS."""


class Killed(BaseException):
    """The function died here. No handler survives it, as none survives the end of its process."""


@contextmanager
def intercepted(by: Interceptor) -> Iterator[None]:
    """Inside, every call to AWS goes through the interceptor."""
    make = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(client: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        return by(operation, arguments, lambda: make(client, operation, arguments))

    with patch.object(BaseClient, "_make_api_call", call):
        yield


@contextmanager
def killed_after(write: int) -> Iterator[list[str]]:
    """Inside, the function dies when a write has taken effect, before it learns of it; writes are counted from 1.

    Yields the writes that have taken effect.
    """
    done: list[str] = []

    def die(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if operation not in WRITES:
            return proceed()
        answer = proceed()
        done.append(operation)
        if len(done) == write:
            raise Killed
        return answer

    with intercepted(die):
        yield done


@contextmanager
def killed_before(write: int) -> Iterator[list[str]]:
    """Inside, the function dies when it is about to make a write; writes are counted from 1.

    Yields the writes that have taken effect.
    """
    begun = itertools.count(1)
    done: list[str] = []

    def die(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if operation not in WRITES:
            return proceed()
        if next(begun) == write:
            raise Killed
        answer = proceed()
        done.append(operation)
        return answer

    with intercepted(die):
        yield done


@contextmanager
def before_the_first(operation: str, happens: Callable[[], object]) -> Iterator[None]:
    """Inside, something else happens right before the first call of that operation, as if somebody had been faster."""
    waiting = [happens]

    def hurry(called: str, _: dict[str, Any], proceed: Call) -> Any:
        if called == operation and waiting:
            waiting.pop()()
        return proceed()

    with intercepted(hurry):
        yield


@contextmanager
def out_of_time(after: int) -> Iterator[None]:
    """Inside, time is up when somebody has looked so often whether it is."""
    looks = chain(repeat(False, after), repeat(True))
    with patch.object(Deadline, "expired", PropertyMock(side_effect=looks)):
        yield
