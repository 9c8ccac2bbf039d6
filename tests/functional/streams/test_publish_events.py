"""The events of tickets on the event bus."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from polydesk.storage.transaction import PutItem
from tests.functional.callers import Tokens
from tests.functional.internals import current_desk, note, principal
from tests.functional.queues import drain_queue
from tests.functional.schedules.timer_calls import mark_spam
from tools.faults import Call, Killed, intercepted, killed_after
from tools.local_desk.client import Client
from tools.local_desk.world import World

Event = dict[str, Any]


@pytest.fixture
def number(world: World, client: Client) -> int:
    """A ticket whose events so far have been received."""
    number: int = client.post("/support/tickets", json={"summary": "s", "comment_body": "b"}).json()["number"]
    world.pump()
    world.events()
    return number


def new_events(world: World) -> list[tuple[str, int]]:
    """Deliver everything; return the names and entry ids of the new events on the bus, in order."""
    world.pump()
    return [(event["detail-type"], event["detail"]["id"]) for event in world.events()]


def test_every_history_entry_is_one_event(
    world: World, client: Client, agent: Client, tokens: Tokens, number: int
) -> None:
    path = f"/support/tickets/{number}"
    comment_id = agent.post(f"{path}/comments", json={"body": "On it"}).json()["id"]
    note(tokens["agent"]["token"], number)
    client.post(f"/support/comments/{comment_id}/vote", json={"score": 1})
    client.patch(path, json={"client_aliased_name": "Carl"})
    client.post(f"{path}/close", json={})
    client.post(f"{path}/reopen", json={"body": "Again"})

    names = ["replied", "noted", "evaluated", "changed", "closed", "reopened"]
    assert new_events(world) == [
        (f"ticket.{name}", number * 100_000 + place) for place, name in enumerate(names, start=2)
    ]
    assert new_events(world) == []


def test_an_event_has_the_fields_that_rules_match(world: World, client: Client, number: int) -> None:
    client.post(f"/support/tickets/{number}/close", json={"comment": "Thanks"})
    world.pump()

    (event,) = world.events()
    assert event["source"] == "polydesk"
    assert event["time"] == "2026-01-05T09:00:00Z"
    assert event["detail"]["state_changed"] is True
    assert event["detail"]["changes"] == {"state_id": {"old": 1, "new": 4}}
    assert event["detail"]["message"] == {"public": True, "files": 0}
    assert "Thanks" not in str(event)


def test_reads_and_refused_requests_publish_no_event(world: World, client: Client, number: int) -> None:
    assert client.get(f"/support/tickets/{number}/comments").status == 200
    assert client.post(f"/support/tickets/{number}/reopen", json={"body": "Again"}).status == 409

    assert new_events(world) == []


def test_events_of_a_ticket_are_in_order(world: World, client: Client) -> None:
    numbers = [
        client.post("/support/tickets", json={"summary": "s", "comment_body": "b"}).json()["number"] for _ in range(3)
    ]
    for _ in range(5):
        for number in numbers:
            client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})

    ids = [entry_id for _, entry_id in new_events(world)]
    for number in numbers:
        assert [one for one in ids if one // 100_000 == number] == [number * 100_000 + one for one in range(1, 7)]


@contextmanager
def bus_refusing(*calls: int) -> Iterator[list[list[str]]]:
    """Inside, the bus refuses the first entry of these calls, counted from 1. Yields the entries of all calls."""
    asked: list[list[str]] = []

    def refuse(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        if operation != "PutEvents":
            return proceed()
        asked.append([entry["Detail"] for entry in arguments["Entries"]])
        if len(asked) not in calls:
            return proceed()
        arguments["Entries"] = arguments["Entries"][1:]
        rest = proceed()["Entries"] if arguments["Entries"] else []
        return {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}, *rest]}

    with intercepted(refuse):
        yield asked


def test_a_refused_event_is_put_again_before_the_next_of_its_ticket(world: World, client: Client, number: int) -> None:
    for _ in range(3):
        client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})

    with bus_refusing(1, 2):
        ids = [entry_id % 100_000 for _, entry_id in new_events(world)]

    assert ids == [2, 3, 4]


def test_an_outage_of_the_bus_loses_no_event_and_keeps_the_order(
    world: World, client: Client, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.storage.aws.bus.SECONDS_PER_CALL", 0)
    for _ in range(3):
        client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})

    with bus_refusing(2, 3, 4):
        ids = [entry_id % 100_000 for _, entry_id in new_events(world)]

    assert ids == [2, 3, 4]


def test_a_function_that_dies_publishes_again_with_the_same_ids_in_order(
    world: World, client: Client, number: int
) -> None:
    for _ in range(3):
        client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})
    with killed_after(2), pytest.raises(Killed):
        world.pump()

    ids = [entry_id % 100_000 for _, entry_id in new_events(world)]

    assert ids == [2, 3, 2, 3, 4]


def test_an_unreadable_entry_is_parked_and_the_others_are_published(world: World, client: Client, number: int) -> None:
    comment = {"body": "and another thing"}
    client.post(f"/support/tickets/{number}/comments", json=comment)
    shared_resources().table.write(PutItem(keys.history_entry(77, 1), {"type": "update", "version": 1}))
    client.post(f"/support/tickets/{number}/comments", json=comment)

    assert [entry_id % 100_000 for _, entry_id in new_events(world)] == [2, 3]
    assert "StreamsPublishEvents" in {message["function"] for message in drain_queue(world, "StreamsDead")}


def test_a_deleted_ticket_has_one_event_by_who_deleted_it(world: World, tokens: Tokens, number: int) -> None:
    current_desk().tickets.delete(number, principal(tokens["admin"]["token"]))
    world.pump()

    (event,) = world.events()
    assert (event["detail-type"], event["detail"]["by"]) == ("ticket.deleted", {"side": "staff", "person_id": 2})
    assert world.fire("SchedulesPurgeSpam") == {"purged": 1}
    assert new_events(world) == []


def test_purged_spam_has_one_event_by_the_system(world: World, tokens: Tokens, number: int) -> None:
    mark_spam(tokens, number, True)
    world.clock.advance(days=30)
    new_events(world)

    world.fire("SchedulesPurgeSpam")

    world.pump()
    (event,) = world.events()
    assert (event["detail-type"], event["detail"]["by"]) == ("ticket.deleted", {"side": "system", "person_id": None})
    assert event["detail"]["id"] == number * 100_000 + 3
