"""What a function tells its operators: a structured log that holds no secrets, and metrics of what went wrong.

A line's keys say what it is about: `api`, `route`, `request_id` (which the API's own log and the caller have too),
`principal` (the beginning of the token's digest), `ticket`, `status`, `error_id` (which the caller has too).
"""

import secrets
import traceback
from collections.abc import Iterator
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit, single_metric


class RedactingFormatter(LambdaPowertoolsFormatter):
    """Tells what an exception is and where it came from, but not what it says: that may quote a body or a token."""

    def __init__(self) -> None:
        """JSON lines with times that Lambda understands."""
        super().__init__(use_rfc3339=True, utc=True, serialize_stacktrace=False)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging calls it so
        """The exception and those that it came of, the last one first, each with its traceback."""
        return "\nIt came of:\n".join(
            "".join([*traceback.format_tb(error.__traceback__), _named(error)]) for error in _chain(ei[1])
        )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _named(error: BaseException) -> str:
    """The exception's type. Those of AWS may say more: which permission is missing, what cannot be reached."""
    kind = type(error)
    of_aws = kind.__module__.startswith("botocore.") and kind.__name__ != "ParamValidationError"
    return f"{kind.__module__}.{kind.__qualname__}" + (f": {error}" if of_aws else "")


logger = Logger(logger_formatter=RedactingFormatter())


def new_error_id() -> str:
    """Eight characters that are in the answer and in the log."""
    return secrets.token_hex(4)


def count(metric: str) -> None:
    """Count one occurrence of something, for this stack."""
    with single_metric(name=metric, unit=MetricUnit.Count, value=1):
        pass  # its one dimension is the service, which is the stack's name
