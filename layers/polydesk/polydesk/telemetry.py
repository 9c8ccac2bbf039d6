"""A structured log without secrets, and metrics of failures and cold starts.

Keys of a log line: `api`, `route`, `request_id` (also in the API's access log and in the response), `principal` (the
beginning of the token's digest), `ticket`, `status`, `error_id` (also in the response), `cold_start` (whether Lambda
started this process for the call).
"""

import logging
import secrets
import traceback
from collections.abc import Iterator
from itertools import count
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from polydesk import settings


class RedactingFormatter(LambdaPowertoolsFormatter):
    """Logs the type and the traceback of an exception but not its message, which may quote a body or a token."""

    def __init__(self) -> None:
        """Write JSON lines with times in the format that Lambda expects."""
        super().__init__(use_rfc3339=True, utc=True, serialize_stacktrace=False)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging calls it so
        """Return the exception and its causes, the latest first, each with its traceback."""
        return "\nCaused by:\n".join(
            "".join([*traceback.format_tb(error.__traceback__), _describe(error)]) for error in _causes(ei[1])
        )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error, its cause, the cause's cause and so on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _describe(error: BaseException) -> str:
    """Return the exception's type, with the message of AWS's errors: a missing permission, an unreachable endpoint."""
    kind = type(error)
    is_aws = kind.__module__.startswith("botocore.") and kind.__name__ != "ParamValidationError"
    return f"{kind.__module__}.{kind.__qualname__}" + (f": {error}" if is_aws else "")


def _make_logger() -> Logger:
    """Return a logger with the level of the stack's parameter.

    Lambda sets AWS_LAMBDA_LOG_LEVEL for functions that log JSON, and Powertools prefers it to its own variable. That
    level has to stay at INFO: above it, Lambda would drop the lines that metrics are made from.
    """
    made = Logger(logger_formatter=RedactingFormatter())
    logging.getLogger(made.name).setLevel(settings.log_level())
    return made


logger = _make_logger()


_invocations = count()
"""Counts the invocations of this process."""


def begin_invocation(**keys: Any) -> bool:
    """Begin the log context of an invocation with these keys. Return whether it is a cold start."""
    cold = next(_invocations) == 0 and settings.initialized_on_demand()
    logger.clear_state()
    logger.append_keys(cold_start=cold, **keys)
    return cold


def new_error_id() -> str:
    """Return a random id of eight characters, for the answer and the log."""
    return secrets.token_hex(4)


def count_metric(name: str, value: int = 1) -> None:
    """Add `value` to a metric of this stack."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value):
        pass  # the only dimension is the service, which is the stack's name
