"""The hourly check that the table's stream and the queue of timers are read."""

import json
import os

import pytest
from botocore.exceptions import ConnectTimeoutError

from polydesk.jobs.background import UnexpectedError
from tools.faults import Call, intercepted
from tools.local_desk.world import World

CHECK = "SchedulesCheckSources"
FED = ["StreamsPublishEvents", "StreamsIndexWords", "SchedulesActOnDueTickets"]
"""The functions that a stream or a queue calls."""


def counted(capsys: pytest.CaptureFixture[str], metric: str) -> float:
    """Return the sum of a metric since the last look."""
    written = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return sum(sum(one.get(metric, [])) for one in written)


def test_a_desk_whose_sources_are_read_raises_no_alarm(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()

    assert world.fire(CHECK) == {"unread": 0}
    assert counted(capsys, "SourcesUnread") == 0


def test_every_function_that_a_source_calls_is_checked(world: World) -> None:
    assert sorted(world.event_sources) == sorted(FED)
    assert sorted(it["UUID"] for it in world.event_sources.values()) == sorted(os.environ["EVENT_SOURCES"].split())


@pytest.mark.parametrize("function", FED)
@pytest.mark.parametrize("state", ["Disabled", "Disabling"])
def test_a_disabled_source_is_counted_and_named_in_the_log(
    world: World, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, function: str, state: str
) -> None:
    world.event_sources[function]["State"] = state
    capsys.readouterr()

    assert world.fire(CHECK) == {"unread": 1}
    assert counted(capsys, "SourcesUnread") == 1
    [told] = [record for record in caplog.records if record.getMessage() == "event source is not read"]
    assert told.levelname == "ERROR"
    assert told.__dict__["event_source"] == world.event_sources[function]["UUID"]
    assert told.__dict__["problem"] == "disabled"


def test_a_source_that_was_deleted_is_counted(world: World) -> None:
    world.event_sources.clear()

    assert world.fire(CHECK) == {"unread": 3}


def test_a_source_that_lambda_fails_to_read_is_counted_with_what_lambda_says(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    problem = "PROBLEM: Lambda failed to assume your function execution role."
    world.event_sources["SchedulesActOnDueTickets"]["LastProcessingResult"] = problem

    assert world.fire(CHECK) == {"unread": 1}
    assert caplog.records[-1].__dict__["problem"] == problem


@pytest.mark.parametrize("state", ["Creating", "Enabling", "Updating"])
def test_a_source_that_a_deployment_changes_is_not_counted(world: World, state: str) -> None:
    for source in world.event_sources.values():
        source["State"] = state

    assert world.fire(CHECK) == {"unread": 0}


def test_functions_that_read_another_stream_than_the_tables_are_counted(world: World) -> None:
    """So it is after the stream was turned off and on, or with a wrong RestoredStream."""
    for name in FED[:2]:
        world.event_sources[name]["EventSourceArn"] += "0"

    assert world.fire(CHECK) == {"unread": 2}


def test_a_check_that_lambda_does_not_answer_fails(world: World) -> None:
    def fail(operation: str, arguments: object, proceed: Call) -> object:
        raise ConnectTimeoutError(endpoint_url="https://lambda.example")

    with intercepted(fail), pytest.raises(UnexpectedError, match="ConnectTimeoutError"):
        world.fire(CHECK)
