"""What the log and the metrics say of a process that Lambda has just started."""

import json
from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from polydesk import telemetry
from polydesk.desk import desk as desk_module
from polydesk.dialects import selectel
from polydesk.http.other_methods import refuse
from polydesk.jobs.background import background
from polydesk.telemetry import begin_invocation, logger

CONTEXT = SimpleNamespace(
    aws_request_id="1", function_name="polydesk-Function", get_remaining_time_in_millis=lambda: 15_000
)
EVENT = {"httpMethod": "OPTIONS", "path": "/support/tickets", "resource": "/support/tickets", "headers": {}}


@pytest.fixture(autouse=True)
def new_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(telemetry, "_invocations", count())
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "polydesk-SelectelCreateTicket")
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Polydesk")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "desk")
    monkeypatch.setenv("TABLE_NAME", "desk")
    yield
    desk_module.reset()


def invocations(times: int) -> list[object]:
    """Return the value of the log's key in so many invocations."""
    logged = []
    for _ in range(times):
        begin_invocation(api="selectel")
        logged.append(logger.get_current_keys()["cold_start"])
    return logged


def call_an_api(times: int) -> None:
    function = refuse([selectel.dialect], {"selectel": {"/support/tickets": ["GET"]}})
    for _ in range(times):
        function(EVENT, CONTEXT)


def metrics(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_first_invocation_of_a_process_is_a_cold_start_and_the_others_are_not() -> None:
    assert invocations(3) == [True, False, False]


def test_a_caller_who_waits_for_a_start_counts_once_in_the_metrics_of_the_stack(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_an_api(3)

    [metric] = metrics(capsys)
    assert (metric["ColdStart"], metric["service"]) == ([1.0], "desk")


def test_a_start_for_which_nobody_waits_is_in_the_log_and_not_in_the_metrics(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A metric that the hourly schedules count would be charged all the time."""
    logged: list[object] = []

    @background
    def note(event: dict[str, Any], *_: Any) -> None:
        logged.append(logger.get_current_keys()["cold_start"])

    note({}, CONTEXT)
    note({}, CONTEXT)

    assert logged == [True, False]
    assert metrics(capsys) == []


def test_a_process_that_was_started_in_advance_has_no_cold_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency")

    assert invocations(2) == [False, False]
    call_an_api(1)
    assert metrics(capsys) == []


def test_there_are_no_cold_starts_outside_lambda(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_LAMBDA_FUNCTION_NAME")

    assert invocations(1) == [False]
    call_an_api(1)
    assert metrics(capsys) == []
