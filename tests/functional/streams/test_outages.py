"""Whose fault it is that a record of the stream cannot be taken: the record's own, or that of the world around it."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from polydesk.desk.resources import shared_resources
from polydesk.jobs import quarantine
from polydesk.storage import keys
from polydesk.storage.codec import encode
from polydesk.storage.transaction import PutItem
from tests.functional.replays import FUNCTIONS, recording
from tests.functional.schedules.waiting import queued
from tests.functional.search.finding import commented, found, opened, record
from tests.functional.test_events import granted
from tools.faults import Call, intercepted
from tools.local_desk.batches import Stuck
from tools.local_desk.client import Client
from tools.local_desk.items import Item
from tools.local_desk.world import World

EVENTS, WORDS = "StreamsPublishEvents", "StreamsIndexWords"
Fault = Callable[[], AbstractContextManager[None]]
POISON = {"type": "update", "version": 1, "text": "unfinished"}
"""An update that lacks what every update has."""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a bus that is down."""
    monkeypatch.setattr("polydesk.storage.aws.bus.SECONDS_PER_CALL", 0)


@contextmanager
def failing(operation: str, error: Exception) -> Iterator[None]:
    """Inside, all calls of this operation fail."""

    def fail(called: str, _: dict[str, Any], proceed: Call) -> Any:
        if called == operation:
            raise error
        return proceed()

    with intercepted(fail):
        yield


@contextmanager
def refusing(code: str, *tickets: int) -> Iterator[None]:
    """Inside, the bus refuses the events of these tickets, or all events, with this code."""

    def refuse(called: str, arguments: dict[str, Any], proceed: Call) -> Any:
        if called != "PutEvents":
            return proceed()
        taken = [not _is_about(entry, tickets) for entry in arguments["Entries"]]
        arguments["Entries"] = [entry for entry, ok in zip(arguments["Entries"], taken, strict=True) if ok]
        if arguments["Entries"]:
            proceed()
        return {"Entries": [{"EventId": "1"} if ok else {"ErrorCode": code} for ok in taken]}

    with intercepted(refuse):
        yield


def _is_about(entry: dict[str, Any], tickets: tuple[int, ...]) -> bool:
    return not tickets or json.loads(entry["Detail"])["number"] in tickets


def error(code: str) -> ClientError:
    """AWS's refusal with this code."""
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Any")


OUTAGES: list[Fault] = [
    lambda: refusing("ThrottlingException"),
    lambda: failing("PutEvents", error("InternalFailure")),
    lambda: failing("PutEvents", error("AccessDeniedException")),
    lambda: failing("PutEvents", ConnectTimeoutError(endpoint_url="https://events.example")),
    lambda: failing("UpdateItem", error("ThrottlingException")),
    lambda: failing("UpdateItem", error("ResourceNotFoundException")),
]


def told(world: World, number: int) -> list[int]:
    """Which versions of the ticket the bus has heard of since the last look, each once."""
    versions = [event["detail"]["version"] for event in world.events() if event["detail"]["number"] == number]
    return list(dict.fromkeys(versions))


def written(number: int) -> Item:
    """The first update of a ticket, as the table has it."""
    return encode(shared_resources().table.get(keys.update(number, 1)) or {})


def unreadable(number: int = 77) -> None:
    """Something in the table that no function of the stream can read."""
    shared_resources().table.write(PutItem(keys.update(number, 1), POISON))


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_loses_nothing_however_often_it_was_tried(world: World, client: Client, outage: Fault) -> None:
    number = opened(client, "Printer", "It smokes")
    commented(client, number, "It burns")
    with outage():
        for _ in range(2):
            with pytest.raises(Stuck):
                world.pump()
    assert queued(world, "StreamsDead") == []

    world.pump()

    assert told(world, number) == [1, 2]
    assert found(client, "printer smokes burns") == [number]
    assert queued(world, "StreamsDead") == []


def test_an_outage_of_almost_a_day_ends_with_the_alarm_and_not_in_silence(world: World, client: Client) -> None:
    number = opened(client, "Printer")
    with failing("PutEvents", error("InternalFailure")), pytest.raises(Stuck):
        world.pump()
    world.clock.advance(hours=22, minutes=59)
    with failing("PutEvents", error("InternalFailure")), pytest.raises(Stuck):
        world.pump()
    assert queued(world, "StreamsDead") == []

    world.clock.advance(minutes=2)
    commented(client, number, "It burns")
    world.pump()

    [message] = queued(world, "StreamsDead")
    assert message["requestContext"]["condition"] == "RecordAgeExceeded"
    assert told(world, number) == [2]


def test_a_record_that_cannot_be_read_is_set_aside_at_once_and_holds_up_nobody(world: World, client: Client) -> None:
    first = opened(client, "Printer one")
    unreadable()
    last = opened(client, "Printer two")

    world.pump()

    assert {event["detail"]["number"] for event in world.events()} == {first, last}
    assert found(client, "printer") == [last, first]
    assert sorted(message["function"] for message in queued(world, "StreamsDead")) == [WORDS, EVENTS]


def test_what_is_set_aside_says_what_and_why_and_the_log_says_more(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    unreadable()
    world.pump()

    by_function = {message["function"]: message for message in queued(world, "StreamsDead")}
    message = by_function[EVENTS]
    [record] = message["Records"]
    assert record["dynamodb"]["Keys"] == {"pk": {"S": "T#77"}, "sk": {"S": "U#00001"}}
    assert message["error"] == "KeyError"
    [logged] = [vars(line) for line in caplog.records if vars(line).get("error_id") == message["error_id"]]
    assert (logged["levelname"], logged["record"]) == ("ERROR", record["dynamodb"]["Keys"])
    assert "unfinished" not in caplog.text


@pytest.mark.parametrize("function", [EVENTS, WORDS])
def test_the_message_is_what_the_function_takes_once_it_is_mended(world: World, client: Client, function: str) -> None:
    number = opened(client, "Printer", "It smokes")
    item = written(number)
    broken = record({**item, "at": {"S": "noon"}}, 1)
    assert world.invoke(function, {"Records": [broken]}) == {"batchItemFailures": []}
    [message] = queued(world, "StreamsDead")

    message["Records"][0]["dynamodb"]["NewImage"] = item
    assert world.invoke(function, message) == {"batchItemFailures": []}

    assert queued(world, "StreamsDead") == []
    assert told(world, number) == [1] if function == EVENTS else found(client, "smokes") == [number]


def test_a_record_that_no_message_can_hold_is_set_aside_without_what_was_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "LARGEST_MESSAGE", 600)
    shared_resources().table.write(PutItem(keys.update(77, 1), {**POISON, "text": "long " * 100}))
    world.pump()

    messages = queued(world, "StreamsDead")
    assert len(messages) == 2
    for message in messages:
        [kept] = message["Records"]
        assert kept["dynamodb"].keys() >= {"Keys", "SequenceNumber"}
        assert "NewImage" not in kept["dynamodb"]


@pytest.mark.parametrize("code", ["MalformedDetail", "InvalidArgument"])
def test_an_event_that_the_bus_cannot_take_is_set_aside_and_those_beside_it_are_told(
    world: World, client: Client, code: str
) -> None:
    first, odd, last = (opened(client, "Printer") for _ in range(3))
    with refusing(code, odd):
        world.pump()

    events = [event["detail"]["number"] for event in world.events()]
    assert (set(events), odd in events) == ({first, last}, False)
    [message] = queued(world, "StreamsDead")
    assert message["function"] == EVENTS
    assert f"U#{1:05d}" in str(message["Records"])


def test_words_that_the_table_cannot_take_are_set_aside(world: World, client: Client) -> None:
    number = opened(client, "Printer")
    with failing("UpdateItem", error("ValidationException")):
        world.pump()

    assert told(world, number) == [1]
    assert {message["function"] for message in queued(world, "StreamsDead")} == {WORDS}


@pytest.mark.parametrize("function", [EVENTS, WORDS])
def test_what_cannot_be_set_aside_comes_again_after_those_ahead_of_it(
    world: World, client: Client, function: str
) -> None:
    number = opened(client, "Printer", "It smokes")
    good, poison = record(written(number), 1), record(encode({**keys.update(77, 1)._asdict(), **POISON}), 2)

    with failing("SendMessage", error("ServiceUnavailable")):
        answer = world.invoke(function, {"Records": [good, poison]})

    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert told(world, number) == [1] if function == EVENTS else found(client, "smokes") == [number]


def test_functions_that_run_out_of_time_go_on_where_they_stopped(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [opened(client, f"Printer {place}") for place in range(3)]
    monkeypatch.setattr("polydesk.jobs.background.RESERVED_SECONDS", 1000.0)

    with pytest.raises(Stuck):
        world.pump()
    assert world.events() == []
    monkeypatch.undo()
    world.pump()

    assert found(client, "printer") == numbers[::-1]
    assert [event["detail"]["number"] for event in world.events()] == numbers


@pytest.mark.parametrize("name", ["streams/publish_events", "streams/index_words"])
def test_setting_a_record_aside_needs_no_permission_that_the_template_does_not_give(world: World, name: str) -> None:
    poison = record(encode({**keys.update(77, 1)._asdict(), **POISON}), 2)
    actions: set[str] = set()
    with recording(actions):
        world.invoke(FUNCTIONS[name].logical_id, {"Records": [poison]})

    assert "sqs:SendMessage" in actions
    assert actions <= granted(name)
