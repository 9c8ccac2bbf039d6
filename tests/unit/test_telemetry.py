"""What the log and the metrics say of a process that Lambda has just started."""

import json
from itertools import count

import pytest

from polydesk import telemetry
from polydesk.telemetry import begin_invocation, logger


@pytest.fixture(autouse=True)
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telemetry, "_invocations", count())
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "polydesk-SelectelCreateTicket")
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Polydesk")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "desk")


def invocations(times: int) -> list[object]:
    """Return the value of the log's key in so many invocations."""
    logged = []
    for _ in range(times):
        begin_invocation(api="selectel")
        logged.append(logger.get_current_keys()["cold_start"])
    return logged


def metrics(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_first_invocation_of_a_process_is_a_cold_start_and_the_others_are_not() -> None:
    assert invocations(3) == [True, False, False]


def test_a_cold_start_counts_once_in_the_metrics_of_the_stack(capsys: pytest.CaptureFixture[str]) -> None:
    invocations(3)

    [metric] = metrics(capsys)
    assert (metric["ColdStart"], metric["service"]) == ([1.0], "desk")


def test_a_process_that_was_started_in_advance_has_no_cold_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency")

    assert invocations(2) == [False, False]
    assert metrics(capsys) == []


def test_there_are_no_cold_starts_outside_lambda(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME")

    assert invocations(2) == [False, False]
    assert metrics(capsys) == []
