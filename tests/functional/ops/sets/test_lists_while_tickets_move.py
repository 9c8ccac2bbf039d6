"""Step 2 of the migrations: every ticket moves from the former state index to the sets of which lists are made."""

from contextlib import suppress
from itertools import count
from typing import Any

import pytest

from polydesk.desk.resources import MIGRATIONS_SECONDS, Resources, shared_resources
from polydesk.jobs.migrations import ticket_sets
from polydesk.jobs.migrations.ticket_sets import PAUSE_SECONDS, PAUSES, move_tickets
from polydesk.storage import keys
from tests import profiles
from tests.functional.ops.migrations import run_step
from tests.functional.ops.sets.moved_tickets import (
    OPEN,
    STEP,
    assert_sound,
    finish,
    own,
    runs_of_the_step,
    tickets,
)
from tests.functional.selectel.tickets import answered, closed, commented, opened
from tools.faults import killed_after, killed_before
from tools.load.invocations import InvocationFailed
from tools.load.snapshot_world import KillAt, SnapshotWorld
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

QUERIES: list[dict[str, Any]] = [
    {},
    {"only_opened": 1},
    {"only_closed": 1},
    {"q": "broken"},
    {"page": 2, "items_per_page": 2},
    {"page": 3, "items_per_page": 3},
    {"page": 9, "items_per_page": 3},
]

KILLS = [killed_after, killed_before][: profiles.number(gate=1, full=2)]
"""A function that is killed before a write leaves what one leaves that is killed after the write before it."""


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each run of the step do one part, and pause as long as ever in two parts: functions know after the first."""
    monkeypatch.setattr(ticket_sets, "PAUSES", 2)
    monkeypatch.setattr(ticket_sets, "PAUSE_SECONDS", MIGRATIONS_SECONDS)
    monkeypatch.setattr("polydesk.jobs.migrations.runner.RUN_SECONDS", -1.0)


def begin(world: World) -> None:
    """Run the step through its pause, one part in each run, so that the next run moves the first tickets."""
    for _ in range(1 + ticket_sets.PAUSES):
        assert not run_step(world, STEP)["complete"]


def lists(*callers: Client) -> list[Any]:
    """What callers find in all lists: totals and numbers."""
    found = []
    for one in callers:
        for query in QUERIES:
            page = answered(one.get("/support/tickets", params={name: str(value) for name, value in query.items()}))
            found.append((query, page["item_count"], [ticket["number"] for ticket in page["items"]]))
    return found


def test_before_the_step_every_write_stays_in_the_former_index(world: World, client: Client, agent: Client) -> None:
    opened(client)
    commented(agent, OPEN)
    closed(client, own(client)[0])

    assert not any(ticket.in_sets for ticket in tickets().values())
    assert not [pk for pk, _ in dump(world) if pk.startswith(("SX", "OWN#"))]
    assert_sound()


@pytest.mark.usefixtures("short")
def test_once_the_step_has_begun_each_write_moves_its_ticket(world: World, client: Client, agent: Client) -> None:
    begin(world)

    new = opened(client)["number"]
    commented(agent, OPEN)

    assert {number for number, ticket in tickets().items() if ticket.in_sets} == {OPEN, new}
    assert_sound()


@pytest.mark.usefixtures("short")
def test_lists_are_the_same_before_while_and_after_tickets_move(world: World, client: Client, agent: Client) -> None:
    before = lists(client, agent)
    assert before[0][1] > 0

    for answer in runs_of_the_step(world):
        assert lists(client, agent) == before, answer
        assert_sound()

    assert all(ticket.in_sets for ticket in tickets().values())
    assert shared_resources().former_index.by_quarter()
    assert not any(counts.visible or counts.hidden for counts in shared_resources().former_index.by_quarter().values())


@pytest.mark.usefixtures("short")
def test_lists_follow_what_is_written_while_tickets_move(world: World, client: Client, agent: Client) -> None:
    for turn, _ in enumerate(runs_of_the_step(world)):
        total, mine = (answered(one.get("/support/tickets"))["item_count"] for one in (agent, client))
        new = opened(client, summary=f"Broken {turn}")["number"]
        closed(client, new)
        newest = (agent, 1), (client, 1)
        for (one, more), known in zip(newest, (total, mine), strict=True):
            page = answered(one.get("/support/tickets"))
            assert (page["item_count"], page["items"][0]["number"]) == (known + more, new)
            assert new not in own(one)
        assert_sound()

    assert_sound()
    assert all(ticket.in_sets for ticket in tickets().values())


@pytest.mark.parametrize("kill", KILLS)
def test_the_step_can_be_killed_at_any_write_and_run_again(
    world: World, client: Client, agent: Client, kill: KillAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_sets, "PAUSES", 1)
    before = lists(client, agent)
    snapshot = SnapshotWorld(world)
    for write in count(1):
        snapshot.restore()
        with snapshot.killing(kill(write)), suppress(InvocationFailed):
            run_step(world, STEP)
        if not snapshot.kills:
            break
        assert_sound()
        assert lists(client, agent) == before, write
        finish(world)
        assert_sound()
        assert all(ticket.in_sets for ticket in tickets().values()), write
    assert write > len(tickets())


def test_running_the_step_again_changes_nothing(world: World) -> None:
    finish(world)
    before = {key: item for key, item in dump(world).items() if key[0] != keys.MIGRATIONS}

    again = run_step(world, STEP, again=True)
    while not again["complete"]:
        again = run_step(world, STEP)

    assert again["changed"] == 0
    assert {key: item for key, item in dump(world).items() if key[0] != keys.MIGRATIONS} == before


@pytest.mark.usefixtures("world")
def test_functions_learn_that_the_step_has_begun_in_half_the_time_of_its_pause() -> None:
    resources = shared_resources()
    other = Resources(resources.config, resources.table)
    assert not other.is_begun(STEP)
    assert move_tickets(resources, None).next == f"pause {PAUSES}"
    resources.migrations.save(resources.migrations.progress(STEP))

    known = []
    for left in range(PAUSES, 0, -1):
        known.append(other.is_begun(STEP))
        move_tickets(resources, f"pause {left}")

    half = PAUSES // 2
    assert known == [False] * half + [True] * half
    assert half * PAUSE_SECONDS == MIGRATIONS_SECONDS


def test_a_damaged_ticket_is_reported_and_the_others_move(world: World) -> None:
    [name] = [one.name for one in world.template.tables]
    key: Any = {"pk": {"S": keys.ticket(2).pk}, "sk": {"S": keys.ticket(2).sk}}
    world.aws.dynamodb.update_item(
        TableName=name,
        Key=key,
        UpdateExpression="REMOVE #n, #c",
        ExpressionAttributeNames={"#n": "number", "#c": "created"},
    )

    found = [finding for answer in runs_of_the_step(world) for finding in answer["found"]]

    assert found == [{"ticket": 2, "problem": "cannot be read"}]
    rows = {int(sk): item for (pk, sk), item in dump(world).items() if pk.startswith("M#")}
    assert [number for number, row in rows.items() if "sets" not in row] == [2]
