"""The log has the level of LogLevel in Lambda too, which sets a level of its own for functions that log JSON."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

LINES = """
from polydesk.telemetry import count_metric, logger

logger.info("information")
logger.warning("warning")
logger.error("error")
count_metric("Failures")
"""

SET_BY_LAMBDA = {"AWS_LAMBDA_LOG_LEVEL": "INFO", "AWS_LAMBDA_LOG_FORMAT": "JSON"}


def lines(level: str) -> list[dict[str, Any]]:
    """Return what a new process writes at this level of LogLevel."""
    done = subprocess.run(
        [sys.executable, "-c", LINES],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            **SET_BY_LAMBDA,
            "POWERTOOLS_LOG_LEVEL": level,
            "POWERTOOLS_SERVICE_NAME": "desk",
            "POWERTOOLS_METRICS_NAMESPACE": "Polydesk",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("level", "written"),
    [("INFO", ["information", "warning", "error"]), ("WARNING", ["warning", "error"]), ("ERROR", ["error"])],
)
def test_a_level_hides_lines_below_it_and_no_metric(level: str, written: list[str]) -> None:
    *told, metric = lines(level)

    assert [line["message"] for line in told] == written
    assert metric["Failures"] == [1.0]
