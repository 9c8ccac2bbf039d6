"""Faults in calls to AWS, at a call that the test selects."""

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
"""The calls that change anything."""

Call = Callable[[], Any]
Interceptor = Callable[[str, dict[str, Any], Call], Any]
"""Receives the operation, its arguments and the call itself, and returns the response."""


class Killed(BaseException):
    """The process ended here. A BaseException, so that no handler catches it."""


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
    """Inside, the process ends after the write with this number, from 1 on, has taken effect, before it returns.

    Yields the writes that have taken effect.
    """
    done: list[str] = []

    def end(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if operation not in WRITES:
            return proceed()
        answer = proceed()
        done.append(operation)
        if len(done) == write:
            raise Killed
        return answer

    with intercepted(end):
        yield done


@contextmanager
def killed_before(write: int) -> Iterator[list[str]]:
    """Inside, the process ends just before the write with this number, from 1 on.

    Yields the writes that have taken effect.
    """
    begun = itertools.count(1)
    done: list[str] = []

    def end(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if operation not in WRITES:
            return proceed()
        if next(begun) == write:
            raise Killed
        answer = proceed()
        done.append(operation)
        return answer

    with intercepted(end):
        yield done


@contextmanager
def before_the_first(operation: str, happens: Callable[[], object], naming: str = "") -> Iterator[None]:
    """Inside, `happens` is called just before the operation is first called, as if another process had been faster.

    With `naming` it waits for the first call whose parameters have this text, such as a partition.
    """
    pending = [happens]

    def interrupt(called: str, parameters: dict[str, Any], proceed: Call) -> Any:
        if called == operation and pending and naming in repr(parameters):
            pending.pop()()
        return proceed()

    with intercepted(interrupt):
        yield


@contextmanager
def out_of_time(after: int) -> Iterator[None]:
    """Inside, every deadline has expired once deadlines have been checked so many times."""
    checks = chain(repeat(False, after), repeat(True))
    with patch.object(Deadline, "expired", PropertyMock(side_effect=checks)):
        yield
