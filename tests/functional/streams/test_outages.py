"""Stream records that cannot be processed: retried in an outage, parked when the record itself is at fault."""

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
from tests.functional.queues import drain_queue
from tests.functional.replays import recording
from tests.functional.search.search_calls import add_comment, open_ticket, search_numbers, stream_record
from tests.functional.test_events import granted
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.deliveries.batches import DeliveryBlocked
from tools.local_desk.items import Item
from tools.local_desk.world import World
from tools.sample_events import FUNCTIONS

EVENTS, WORDS = "StreamsPublishEvents", "StreamsIndexWords"
Fault = Callable[[], AbstractContextManager[None]]
POISON = {"type": "update", "version": 1, "text": "unfinished"}
"""A history entry without its required attributes."""


@pytest.fixture(autouse=True)
def without_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not retry while the bus is down."""
    monkeypatch.setattr("polydesk.storage.aws.bus.SECONDS_PER_CALL", 0)


@contextmanager
def failing(operation: str, error: Exception) -> Iterator[None]:
    """Inside, every call of this operation fails with this error."""

    def fail(called: str, _: dict[str, Any], proceed: Call) -> Any:
        if called == operation:
            raise error
        return proceed()

    with intercepted(fail):
        yield


@contextmanager
def bus_refusing(code: str, *tickets: int) -> Iterator[None]:
    """Inside, the bus refuses the events of these tickets, or all events, with this code."""

    def refuse(called: str, arguments: dict[str, Any], proceed: Call) -> Any:
        if called != "PutEvents":
            return proceed()
        taken = [not _is_about_one_of(entry, tickets) for entry in arguments["Entries"]]
        arguments["Entries"] = [entry for entry, ok in zip(arguments["Entries"], taken, strict=True) if ok]
        if arguments["Entries"]:
            proceed()
        return {"Entries": [{"EventId": "1"} if ok else {"ErrorCode": code} for ok in taken]}

    with intercepted(refuse):
        yield


def _is_about_one_of(entry: dict[str, Any], tickets: tuple[int, ...]) -> bool:
    return not tickets or json.loads(entry["Detail"])["number"] in tickets


def client_error(code: str) -> ClientError:
    """Return AWS's error with this code."""
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Any")


OUTAGES: list[Fault] = [
    lambda: bus_refusing("ThrottlingException"),
    lambda: failing("PutEvents", client_error("InternalFailure")),
    lambda: failing("PutEvents", client_error("AccessDeniedException")),
    lambda: failing("PutEvents", ConnectTimeoutError(endpoint_url="https://events.example")),
    lambda: failing("UpdateItem", client_error("ThrottlingException")),
    lambda: failing("UpdateItem", client_error("ResourceNotFoundException")),
]


def published_versions(world: World, number: int) -> list[int]:
    """Return the versions of the ticket on the bus since the last call, each once."""
    versions = [event["detail"]["version"] for event in world.events() if event["detail"]["number"] == number]
    return list(dict.fromkeys(versions))


def first_entry(number: int) -> Item:
    """Return the first history entry of a ticket as the table stores it."""
    return encode(shared_resources().table.get(keys.history_entry(number, 1)) or {})


def write_unreadable_entry(number: int = 77) -> None:
    """Write an item that no function of the stream can read."""
    shared_resources().table.write(PutItem(keys.history_entry(number, 1), POISON))


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_loses_no_record(world: World, client: Client, outage: Fault) -> None:
    number = open_ticket(client, "Printer", "It smokes")
    add_comment(client, number, "It burns")
    with outage():
        for _ in range(2):
            with pytest.raises(DeliveryBlocked):
                world.pump()
    assert drain_queue(world, "StreamsDead") == []

    world.pump()

    assert published_versions(world, number) == [1, 2]
    assert search_numbers(client, "printer smokes burns") == [number]
    assert drain_queue(world, "StreamsDead") == []


def test_a_record_too_old_after_an_outage_goes_to_the_queue_with_the_alarm(world: World, client: Client) -> None:
    number = open_ticket(client, "Printer")
    with failing("PutEvents", client_error("InternalFailure")), pytest.raises(DeliveryBlocked):
        world.pump()
    world.clock.advance(hours=22, minutes=59)
    with failing("PutEvents", client_error("InternalFailure")), pytest.raises(DeliveryBlocked):
        world.pump()
    assert drain_queue(world, "StreamsDead") == []

    world.clock.advance(minutes=2)
    add_comment(client, number, "It burns")
    world.pump()

    [message] = drain_queue(world, "StreamsDead")
    assert message["requestContext"]["condition"] == "RecordAgeExceeded"
    assert published_versions(world, number) == [2]


def test_an_unreadable_record_is_parked_at_once_and_the_others_are_processed(world: World, client: Client) -> None:
    first = open_ticket(client, "Printer one")
    write_unreadable_entry()
    last = open_ticket(client, "Printer two")

    world.pump()

    assert {event["detail"]["number"] for event in world.events()} == {first, last}
    assert search_numbers(client, "printer") == [last, first]
    assert sorted(message["function"] for message in drain_queue(world, "StreamsDead")) == [WORDS, EVENTS]


def test_a_parked_message_names_record_and_error_and_the_log_has_its_id(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    write_unreadable_entry()
    world.pump()

    by_function = {message["function"]: message for message in drain_queue(world, "StreamsDead")}
    message = by_function[EVENTS]
    [record] = message["Records"]
    assert record["dynamodb"]["Keys"] == {"pk": {"S": "T#77"}, "sk": {"S": "U#00001"}}
    assert message["error"] == "KeyError"
    [logged] = [vars(line) for line in caplog.records if vars(line).get("error_id") == message["error_id"]]
    assert (logged["levelname"], logged["record"]) == ("ERROR", record["dynamodb"]["Keys"])
    assert "unfinished" not in caplog.text


@pytest.mark.parametrize("function", [EVENTS, WORDS])
def test_a_parked_message_can_be_invoked_once_the_record_is_repaired(
    world: World, client: Client, function: str
) -> None:
    number = open_ticket(client, "Printer", "It smokes")
    item = first_entry(number)
    broken = stream_record({**item, "at": {"S": "noon"}}, 1)
    assert world.invoke(function, {"Records": [broken]}) == {"batchItemFailures": []}
    [message] = drain_queue(world, "StreamsDead")

    message["Records"][0]["dynamodb"]["NewImage"] = item
    assert world.invoke(function, message) == {"batchItemFailures": []}

    assert drain_queue(world, "StreamsDead") == []
    assert (
        published_versions(world, number) == [1] if function == EVENTS else search_numbers(client, "smokes") == [number]
    )


def test_a_record_too_large_for_a_message_is_parked_without_its_images(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "MAX_MESSAGE_LENGTH", 600)
    shared_resources().table.write(PutItem(keys.history_entry(77, 1), {**POISON, "text": "long " * 100}))
    world.pump()

    messages = drain_queue(world, "StreamsDead")
    assert len(messages) == 2
    for message in messages:
        [kept] = message["Records"]
        assert kept["dynamodb"].keys() >= {"Keys", "SequenceNumber"}
        assert "NewImage" not in kept["dynamodb"]


@pytest.mark.parametrize("code", ["MalformedDetail", "InvalidArgument"])
def test_an_event_that_the_bus_never_takes_is_parked_and_the_others_are_published(
    world: World, client: Client, code: str
) -> None:
    first, odd, last = (open_ticket(client, "Printer") for _ in range(3))
    with bus_refusing(code, odd):
        world.pump()

    events = [event["detail"]["number"] for event in world.events()]
    assert (set(events), odd in events) == ({first, last}, False)
    [message] = drain_queue(world, "StreamsDead")
    assert message["function"] == EVENTS
    assert f"U#{1:05d}" in str(message["Records"])


def test_terms_that_the_table_refuses_are_parked(world: World, client: Client) -> None:
    number = open_ticket(client, "Printer")
    with failing("UpdateItem", client_error("ValidationException")):
        world.pump()

    assert published_versions(world, number) == [1]
    assert {message["function"] for message in drain_queue(world, "StreamsDead")} == {WORDS}


@pytest.mark.parametrize("function", [EVENTS, WORDS])
def test_a_record_that_cannot_be_parked_is_reported_after_those_before_it_are_done(
    world: World, client: Client, function: str
) -> None:
    number = open_ticket(client, "Printer", "It smokes")
    good = stream_record(first_entry(number), 1)
    poison = stream_record(encode({**keys.history_entry(77, 1)._asdict(), **POISON}), 2)

    with failing("SendMessageBatch", client_error("ServiceUnavailable")):
        answer = world.invoke(function, {"Records": [good, poison]})

    assert answer == {"batchItemFailures": [{"itemIdentifier": "2"}]}
    assert (
        published_versions(world, number) == [1] if function == EVENTS else search_numbers(client, "smokes") == [number]
    )


def test_functions_out_of_time_continue_where_they_stopped(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [open_ticket(client, f"Printer {place}") for place in range(3)]
    monkeypatch.setattr("polydesk.jobs.background.RESERVED_SECONDS", 1000.0)

    with pytest.raises(DeliveryBlocked):
        world.pump()
    assert world.events() == []
    monkeypatch.undo()
    world.pump()

    assert search_numbers(client, "printer") == numbers[::-1]
    assert [event["detail"]["number"] for event in world.events()] == numbers


@pytest.mark.parametrize("name", ["streams/publish_events", "streams/index_words"])
def test_parking_a_record_needs_only_permissions_that_the_template_grants(world: World, name: str) -> None:
    poison = stream_record(encode({**keys.history_entry(77, 1)._asdict(), **POISON}), 2)
    actions: set[str] = set()
    with recording(actions):
        world.invoke(FUNCTIONS[name].logical_id, {"Records": [poison]})

    assert "sqs:SendMessage" in actions
    assert actions <= granted(name)
