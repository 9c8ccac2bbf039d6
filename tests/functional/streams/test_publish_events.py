"""What others hear of tickets, on the event bus."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from polydesk.storage.transaction import PutItem
from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.schedules.waiting import queued
from tools.faults import Call, Killed, intercepted, killed_after
from tools.local_desk.client import Client
from tools.local_desk.world import World

Event = dict[str, Any]


@pytest.fixture
def number(world: World, client: Client) -> int:
    """A ticket that the bus has heard of."""
    number: int = client.post("/support/tickets", json={"summary": "s", "comment_body": "b"}).json()["number"]
    world.pump()
    world.events()
    return number


def heard(world: World) -> list[tuple[str, int]]:
    """Names and update ids of what is new on the bus, in order, after everything has been delivered."""
    world.pump()
    return [(event["detail-type"], event["detail"]["id"]) for event in world.events()]


def test_every_update_is_one_event(world: World, client: Client, agent: Client, tokens: Tokens, number: int) -> None:
    path = f"/support/tickets/{number}"
    comment_id = agent.post(f"{path}/comments", json={"body": "On it"}).json()["id"]
    note(tokens["agent"]["token"], number)
    client.post(f"/support/comments/{comment_id}/vote", json={"score": 1})
    client.patch(path, json={"client_aliased_name": "Carl"})
    client.post(f"{path}/close", json={})
    client.post(f"{path}/reopen", json={"body": "Again"})

    names = ["replied", "noted", "evaluated", "changed", "closed", "reopened"]
    assert heard(world) == [(f"ticket.{name}", number * 100_000 + place) for place, name in enumerate(names, start=2)]
    assert heard(world) == []


def test_an_event_is_what_a_rule_can_match(world: World, client: Client, number: int) -> None:
    client.post(f"/support/tickets/{number}/close", json={"comment": "Thanks"})
    world.pump()

    (event,) = world.events()
    assert event["source"] == "polydesk"
    assert event["time"] == "2026-01-05T09:00:00Z"
    assert event["detail"]["state_changed"] is True
    assert event["detail"]["changes"] == {"state_id": {"old": 1, "new": 4}}
    assert event["detail"]["message"] == {"public": True, "files": 0}
    assert "Thanks" not in str(event)


def test_what_changes_nothing_and_what_is_refused_is_no_event(world: World, client: Client, number: int) -> None:
    assert client.get(f"/support/tickets/{number}/comments").status == 200
    assert client.post(f"/support/tickets/{number}/reopen", json={"body": "Again"}).status == 409

    assert heard(world) == []


def test_the_events_of_a_ticket_come_in_order(world: World, client: Client) -> None:
    numbers = [
        client.post("/support/tickets", json={"summary": "s", "comment_body": "b"}).json()["number"] for _ in range(3)
    ]
    for _ in range(5):
        for number in numbers:
            client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})

    ids = [update_id for _, update_id in heard(world)]
    for number in numbers:
        assert [one for one in ids if one // 100_000 == number] == [number * 100_000 + one for one in range(1, 7)]


@contextmanager
def refusing(*calls: int) -> Iterator[list[list[str]]]:
    """Inside, the bus refuses the first entry of these calls, counted from 1. Yields what it was asked to take."""
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


def test_an_event_that_the_bus_refuses_is_put_again_before_the_ticket_goes_on(
    world: World, client: Client, number: int
) -> None:
    for _ in range(3):
        client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})

    with refusing(1, 2):
        ids = [update_id % 100_000 for _, update_id in heard(world)]

    assert ids == [2, 3, 4]


def test_a_bus_that_is_down_for_a_while_loses_nothing_and_mixes_nothing_up(
    world: World, client: Client, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.storage.aws.bus.SECONDS_PER_CALL", 0)
    for _ in range(3):
        client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})

    with refusing(2, 3, 4):
        ids = [update_id % 100_000 for _, update_id in heard(world)]

    assert ids == [2, 3, 4]


def test_a_function_that_dies_tells_twice_under_the_same_id_and_in_order(
    world: World, client: Client, number: int
) -> None:
    for _ in range(3):
        client.post(f"/support/tickets/{number}/comments", json={"body": "and another thing"})
    with killed_after(2), pytest.raises(Killed):
        world.pump()

    ids = [update_id % 100_000 for _, update_id in heard(world)]

    assert ids == [2, 3, 2, 3, 4]


def test_an_update_that_cannot_be_read_is_given_up_and_the_others_are_told(
    world: World, client: Client, number: int
) -> None:
    comment = {"body": "and another thing"}
    client.post(f"/support/tickets/{number}/comments", json=comment)
    shared_resources().table.write(PutItem(keys.history_entry(77, 1), {"type": "update", "version": 1}))
    client.post(f"/support/tickets/{number}/comments", json=comment)

    assert [update_id % 100_000 for _, update_id in heard(world)] == [2, 3]
    assert "StreamsPublishEvents" in {message["function"] for message in queued(world, "StreamsDead")}
