"""A world: functions, clock, schedules, events and files of a stack, and their removal at the end."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from polydesk import clock
from polydesk.storage.aws import CONFIG
from tests.functional.local_desk.little import LITTLE
from tools.engine import Engine
from tools.local_desk.clock import START, Clock
from tools.local_desk.world import World


def test_a_function_is_called_with_an_event_and_answers(world: World) -> None:
    answer = world.invoke("Echo", {"hello": "you"})

    assert json.loads(answer["body"])["event"] == {"hello": "you"}


def test_a_function_cannot_change_its_callers_objects(world: World, scripted: ModuleType) -> None:
    scripted.behaviours["sweep"] = lambda event: event.clear()
    event = {"a": 1}
    world.invoke("Sweep", event)

    assert event == {"a": 1}


def test_a_function_that_does_not_exist_cannot_be_called(world: World) -> None:
    with pytest.raises(KeyError, match="Nobody"):
        world.invoke("Nobody", {})


def test_the_environment_is_that_of_the_functions_until_the_world_ends() -> None:
    with World(template=LITTLE, parameters={"Limit": "7"}, environment={"EXTRA": "1"}):
        assert os.environ["TABLE_NAME"] == "polydesk-Table"
        assert (os.environ["LIMIT"], os.environ["COLOURS"], os.environ["EXTRA"]) == ("7", "red+blue", "1")
    assert "TABLE_NAME" not in os.environ
    assert "EXTRA" not in os.environ


def test_the_clock_is_the_desks_clock_and_stands_still(world: World) -> None:
    assert clock.now() == world.clock.now == START

    world.clock.advance(90, days=1)
    assert clock.now() == START + timedelta(days=1, seconds=90)

    world.clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    assert clock.now().year == 2030


def test_the_desks_clock_is_after_the_world_what_it_was_before() -> None:
    before = (clock.now, clock.monotonic, clock.sleep)

    with World(template=LITTLE):
        inside = (clock.now, clock.monotonic, clock.sleep)

    assert not set(inside) & set(before)
    assert (clock.now, clock.monotonic, clock.sleep) == before


def test_a_running_clock_goes_on_from_the_time_that_is_set() -> None:
    running = Clock(START, running=True)
    first = running.now

    assert START <= first <= running.now
    running.advance(hours=1)
    assert timedelta(0) <= running.now - START - timedelta(hours=1) < timedelta(seconds=5)


def test_a_clock_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Clock().set(datetime(2026, 1, 1))  # noqa: DTZ001 - this is what is refused


def test_a_schedule_passes_its_time_on(world: World, scripted: ModuleType) -> None:
    world.fire("Sweep")
    world.fire("Sweep", at=datetime(2026, 2, 3, 4, 5, tzinfo=UTC))

    assert scripted.received["sweep"] == [{"now": "2026-01-05T09:00:00Z"}, {"now": "2026-02-03T04:05:00Z"}]


def test_an_error_of_a_scheduled_function_is_raised(world: World, scripted: ModuleType) -> None:
    def fail(event: object) -> None:
        raise RuntimeError("the table is gone")

    scripted.behaviours["sweep"] = fail

    with pytest.raises(RuntimeError, match="the table is gone"):
        world.fire("Sweep")


def test_a_function_without_a_schedule_cannot_be_fired(world: World) -> None:
    with pytest.raises(KeyError, match="Echo"):
        world.fire("Echo")


def test_events_on_the_bus_can_be_collected_once(world: World) -> None:
    entry: Any = {
        "EventBusName": "polydesk-events",
        "Source": "desk",
        "DetailType": "ticket.opened",
        "Detail": '{"n": 1}',
    }
    boto3.client("events").put_events(Entries=[entry, entry | {"DetailType": "ticket.moved"}])

    heard = world.events()
    assert [event["detail-type"] for event in heard] == ["ticket.opened", "ticket.moved"]
    assert (heard[0]["source"], heard[0]["detail"]) == ("desk", {"n": 1})
    assert world.events() == []


def test_every_world_begins_empty(engine: Engine) -> None:
    for _ in range(2):
        with World(engine, template=LITTLE) as world:
            name = world.template.tables[0].name
            assert world.aws.dynamodb.scan(TableName=name)["Count"] == 0
            world.aws.dynamodb.put_item(TableName=name, Item={"pk": {"S": "a"}, "sk": {"S": "b"}})


def test_the_tables_of_a_world_are_deleted_at_its_end(engine: Engine) -> None:
    with World(engine, template=LITTLE) as first:
        pass
    with World(engine, template=LITTLE) as second:
        names = second.aws.dynamodb.list_tables()["TableNames"]

    assert second.template.tables[0].name in names
    assert first.template.tables[0].name not in set(names) - {second.template.tables[0].name}


def test_two_worlds_cannot_exist_at_once(world: World) -> None:
    with pytest.raises(RuntimeError, match="another world"), World(template=LITTLE):
        pass


def test_a_transaction_that_fails_changes_nothing(world: World, table: str) -> None:
    dynamodb = world.aws.dynamodb
    for name in "ab":
        dynamodb.put_item(TableName=table, Item={"pk": {"S": name}, "sk": {"S": "A"}, "n": {"N": "1"}})
    before = dynamodb.scan(TableName=table)["Items"]
    add: Any = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    operations: list[Any] = [
        {"Update": {"TableName": table, "Key": {"pk": {"S": "a"}, "sk": {"S": "A"}}, **add}},
        {"Delete": {"TableName": table, "Key": {"pk": {"S": "b"}, "sk": {"S": "A"}}}},
        {"Put": {"TableName": table, "Item": {"pk": {"S": "b"}, "sk": {"S": "B"}}}},
        {"Put": {"TableName": table, "Item": {"pk": {"S": "c"}, "sk": {"S": "A"}}}},
    ]
    never: Any = {
        "TableName": table,
        "Key": {"pk": {"S": "d"}, "sk": {"S": "A"}},
        "ConditionExpression": "attribute_exists(pk)",
    }
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[*operations, {"ConditionCheck": never}])

    assert dynamodb.scan(TableName=table)["Items"] == before

    dynamodb.transact_write_items(TransactItems=operations)
    items = {item["pk"]["S"] + item["sk"]["S"]: item for item in dynamodb.scan(TableName=table)["Items"]}
    assert set(items) == {"aA", "bB", "cA"}
    assert items["aA"]["n"] == {"N": "2"}


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """Switch threads a thousand times more often than usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1000)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurried_threads")
def test_aws_calls_of_many_threads_do_not_lose_writes(world: World, table: str) -> None:
    """Without isolation moto loses some: a failing transaction restores a copy of the whole table."""
    dynamodb, failed = world.aws.dynamodb, []
    key = {"pk": {"S": "COUNTER"}, "sk": {"S": "A"}}
    add: Any = {"TableName": table, "Key": key, "UpdateExpression": "ADD n :1"}
    never: Any = {"TableName": table, "Key": key, "ConditionExpression": "attribute_exists(nothing)"}

    def work() -> None:
        for _ in range(20):
            dynamodb.update_item(**add, ExpressionAttributeValues={":1": {"N": "1"}})
            try:
                dynamodb.transact_write_items(TransactItems=[{"Delete": never}])
            except dynamodb.exceptions.TransactionCanceledException:
                failed.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]["n"] == {"N": "160"}
    assert len(failed) == 160


def presigned(world: World, **conditions: str) -> dict[str, object]:
    post: dict[str, object] = world.aws.s3.generate_presigned_post(
        "polydesk-files",
        "uploads/1",
        Fields={"Content-Type": "text/plain", **conditions},
        Conditions=[{"Content-Type": "text/plain"}, ["content-length-range", 3, 5]],
    )
    return post


def test_a_file_is_uploaded_and_downloaded_by_presigned_requests(world: World) -> None:
    assert world.upload(presigned(world), b"12345").status == 204

    parameters = {"Bucket": "polydesk-files", "Key": "uploads/1", "ResponseContentDisposition": "attachment"}
    answer = world.download(world.aws.s3.generate_presigned_url("get_object", Params=parameters))
    assert (answer.status, answer.content) == (200, b"12345")
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Disposition"] == "attachment"


def test_a_file_of_a_wrong_size_is_refused_as_s3_does(world: World) -> None:
    assert "EntityTooLarge" in world.upload(presigned(world), b"123456").text
    assert "EntityTooSmall" in world.upload(presigned(world), b"12").text
    assert world.aws.s3.list_objects_v2(Bucket="polydesk-files")["KeyCount"] == 0


@pytest.mark.parametrize("fields", [{"Content-Type": "text/html"}, {"acl": "public-read"}])
def test_a_form_that_the_policy_does_not_allow_is_refused(world: World, fields: dict[str, str]) -> None:
    answer = world.upload(presigned(world, **fields), b"1234")

    assert answer.status == 403
    assert "AccessDenied" in answer.text


def test_a_file_that_is_not_there_is_not_found(world: World) -> None:
    assert world.download("https://polydesk-files.s3.eu-central-1.amazonaws.com/uploads/2").status == 404


def test_a_client_waits_for_a_busy_engine_longer_than_in_the_cloud(world: World) -> None:
    in_the_cloud: Any = CONFIG
    local: Any = boto3.client("dynamodb", config=CONFIG).meta.config

    assert in_the_cloud.read_timeout == 2
    assert local.read_timeout == 60
    assert local.retries == in_the_cloud.retries
