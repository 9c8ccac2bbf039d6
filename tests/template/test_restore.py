"""A stack with a restored table uses that table and leaves its own unchanged."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from polydesk.desk import desk
from tests.functional.callers import Tokens, caller, set_up
from tests.functional.queues import drain_queue
from tests.template.stack import deployed, refusals
from tools.local_desk.items import dump
from tools.local_desk.template.names import ACCOUNT, REGION
from tools.local_desk.world import World

OWN, RESTORED = "polydesk-Table", "polydesk-restored"
LABEL = "2026-01-05T09:00:00.000"
TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{RESTORED}"
GIVEN = {"RestoredTable": RESTORED, "RestoredStream": LABEL}
"""The parameters of a stack with the restored table."""


def resources(parameters: dict[str, str]) -> dict[str, Any]:
    """Return all resources, globals and outputs except the table itself, with references resolved."""
    everything = {
        **deployed(parameters),
        "Globals": deployed(parameters, "Globals"),
        "Outputs": deployed(parameters, "Outputs"),
    }
    return {name: it for name, it in everything.items() if name != "Table"}


def mentioning(table: str, parameters: dict[str, str]) -> set[str]:
    """Return the resources and outputs that mention a table."""
    return {name for name, it in resources(parameters).items() if re.search(rf"{table}\b", str(it))}


def test_everything_that_uses_the_stacks_own_table_uses_the_restored_one() -> None:
    usual = mentioning(OWN, {})

    assert {"ReadsDesk", "WritesDesk", "FollowsTable", "Globals", "Outputs", "Dashboard"} < usual
    assert mentioning(RESTORED, GIVEN) == usual
    assert mentioning(OWN, GIVEN) == {"ReadsDesk", "WritesDesk"}


def test_functions_may_use_both_tables_during_a_deployment_and_read_only_one_stream() -> None:
    found = resources(GIVEN)

    def granted(name: str) -> Any:
        return found[name]["Properties"]["PolicyDocument"]["Statement"][0]["Resource"]

    own = TABLE.replace(RESTORED, OWN)
    assert granted("ReadsDesk") == [own, f"{own}/index/*", TABLE, f"{TABLE}/index/*"]
    assert granted("WritesDesk") == [own, TABLE]
    assert granted("FollowsTable") == f"{TABLE}/stream/{LABEL}"


def test_a_restored_table_without_the_label_of_its_stream_is_refused() -> None:
    assert refusals(GIVEN) == refusals({}) == []
    assert refusals({"RestoredTable": RESTORED}) == ["RestoredTable needs RestoredStream, the label of its stream."]


@pytest.fixture
def world() -> Iterator[World]:
    """A stack with a restored table that does not exist yet."""
    with World(None, GIVEN) as world:
        yield world


@pytest.fixture
def tokens(world: World, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    """The sample desk with a ticket, in the stack's own table, from which the restored table is then made."""
    with monkeypatch.context() as before:
        before.setenv("TABLE_NAME", OWN)
        desk.reset()
        tokens = set_up(world)
        opening = {"summary": "It is broken", "comment_body": "Please help"}
        assert caller(world, tokens["client"]["token"]).post("/support/tickets", json=opening).status == 200
    desk.reset()
    restore(world.aws.dynamodb)
    return tokens


def restore(dynamodb: Any) -> None:
    """Restore the table as docs/restore.md describes it."""
    dynamodb.restore_table_to_point_in_time(SourceTableName=OWN, TargetTableName=RESTORED)
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    dynamodb.update_table(TableName=RESTORED, StreamSpecification=stream)
    dynamodb.update_table(TableName=RESTORED, DeletionProtectionEnabled=True)
    expiry = {"Enabled": True, "AttributeName": "expires_at"}
    dynamodb.update_time_to_live(TableName=RESTORED, TimeToLiveSpecification=expiry)
    backups = {"PointInTimeRecoveryEnabled": True}
    dynamodb.update_continuous_backups(TableName=RESTORED, PointInTimeRecoverySpecification=backups)


def test_a_restored_table_is_like_the_stacks_own(world: World, tokens: Tokens) -> None:
    own, restored = (world.aws.dynamodb.describe_table(TableName=name)["Table"] for name in (OWN, RESTORED))

    for name in ("KeySchema", "StreamSpecification"):
        assert restored.get(name) == own.get(name), name
    indexes = [{index["IndexName"] for index in one["GlobalSecondaryIndexes"]} for one in (own, restored)]
    assert indexes[0] == indexes[1]


def test_the_desk_continues_in_the_restored_table_and_its_own_stays_unchanged(world: World, tokens: Tokens) -> None:
    before = dump(world)  # of the stack's own table
    client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))

    assert client.get("/support/tickets/1").json()["summary"] == "It is broken"
    assert agent.post("/support/tickets/1/comments", json={"body": "We are on it"}).status == 200
    number = client.post("/support/tickets", json={"summary": "Again", "comment_body": "Help"}).json()["number"]
    assert [ticket["number"] for ticket in agent.get("/support/tickets").json()["items"]] == [number, 1]

    world.pump()
    published = [(event["detail-type"], event["detail"]["number"]) for event in world.events()]
    assert published == [("ticket.replied", 1), ("ticket.opened", number)]  # and nothing from before
    assert drain_queue(world, "StreamsDead") == []
    assert dump(world) == before


def test_rebuilding_the_search_index_finds_older_tickets_again(world: World, tokens: Tokens) -> None:
    agent = caller(world, tokens["agent"]["token"])
    assert agent.get("/support/tickets", params={"q": "broken"}).json()["items"] == []

    assert world.invoke("OpsIndexWords", {})["indexed"] == 1

    assert [ticket["number"] for ticket in agent.get("/support/tickets", params={"q": "broken"}).json()["items"]] == [1]


def test_schedules_work(world: World, tokens: Tokens) -> None:
    assert world.fire("SchedulesSweepTimers") == {"due": 0, "changed": 0, "indexed": 0}
    assert world.fire("SchedulesReconcileIndex") == {"drifted": 0, "queued": 0}
