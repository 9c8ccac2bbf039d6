"""What a function tells its operators: one structured log, and a metric for what went wrong."""

import secrets

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

logger = Logger()


def new_error_id() -> str:
    """Eight characters that are in the answer and in the log."""
    return secrets.token_hex(4)


def count(metric: str, dialect: str) -> None:
    """Count one occurrence of something, by API."""
    with single_metric(name=metric, unit=MetricUnit.Count, value=1) as one:
        one.add_dimension(name="api", value=dialect)
