"""Kill schedule, queue and stream functions at each of their writes: once AWS calls them again, nothing differs."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count, takewhile

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests.functional.callers import Sample, caller
from tests.functional.happyfox.happyfox_calls import PENDING_CLOSE, REMINDER, created, key_holder, updated
from tests.functional.uploads import uploaded
from tools.faults import killed_after, killed_before
from tools.load.audit import audit, missing_postings
from tools.load.fact_audit import wrong_facts
from tools.load.invocations import InvocationFailed
from tools.load.normalise import normalise
from tools.load.snapshot_world import KillAt, SnapshotWorld
from tools.local_desk.clock import START
from tools.local_desk.world import World

PARAMETERS = {"FirstResponseMinutes": "60", "AutoCloseDays": "1", "SpamRetentionDays": "1"}
SWEEP = "SchedulesSweepTimers"
NIGHTLY = (SWEEP, "SchedulesPurgeSpam", "SchedulesRemoveUnattachedFiles")
RECONCILE = "SchedulesReconcileIndex"


@pytest.fixture
def snapshot(monkeypatch: pytest.MonkeyPatch) -> Iterator[SnapshotWorld]:
    """A desk on which each schedule has something to do two days later.

    Two tickets are pending, one is spam and has a file and a star, one is unanswered; one upload is unattached.
    """
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    with World(parameters=PARAMETERS) as world:
        tokens = Sample().put_into(world)
        client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))
        happyfox = key_holder(world, tokens["happyfox"])
        for status in (PENDING_CLOSE, REMINDER):
            updated(happyfox, created(happyfox)["id"], status=status, text="Wait")
        opening = {"summary": "Buy", "comment_body": "Cheap", "files": [uploaded(world, client)]}
        assert client.post("/support/tickets", json=opening).status == 200
        bearer = {"Authorization": f"Bearer {tokens['agent']['token']}"}
        for path in ("3/star.json", "3/spam.json"):
            assert agent.post(f"/tickets/{path}", headers=bearer).status == 204
        assert client.post("/support/tickets", json={"summary": "Late", "comment_body": "Help"}).status == 200
        uploaded(world, client)
        world.pump()
        world.clock.set(START + timedelta(days=2))
        yield SnapshotWorld(world)


def run_schedules(world: World, *schedules: str) -> set[tuple[int, int]]:
    """Run the schedules and all that follows, failed functions again; return ticket and version of each event."""
    for schedule in schedules:
        with suppress(InvocationFailed):
            world.fire(schedule)
            continue
        world.fire(schedule)
    world.pump()
    return {(event["detail"]["number"], event["detail"]["version"]) for event in world.events()}


@pytest.mark.parametrize("kill", [killed_before, killed_after])
def test_wherever_a_nightly_function_is_killed_the_result_is_the_same(snapshot: SnapshotWorld, kill: KillAt) -> None:
    snapshot.restore()
    events = run_schedules(snapshot.world, *NIGHTLY)
    undisturbed = normalise(snapshot.contents())
    assert (len(undisturbed["tickets"]), len(events), snapshot.object_count()) == (3, 5, 0)
    assert (3, 4) in events, "the purge of the spam is an event"

    def is_killed_at(write: int) -> bool:
        snapshot.restore()
        with snapshot.killing(kill(write)):
            events_now = run_schedules(snapshot.world, *NIGHTLY)
        contents = snapshot.contents()
        assert normalise(contents) == undisturbed, write
        assert audit(contents) == [], write
        assert list(missing_postings(contents)) == [], write
        assert list(wrong_facts(contents)) == [], write
        assert (events_now, snapshot.object_count()) == (events, 0), write
        return snapshot.kills > 0

    assert sum(1 for _ in takewhile(is_killed_at, count(1))) > 20


@pytest.mark.parametrize("kill", [killed_before, killed_after])
def test_wherever_the_reconciler_is_killed_the_index_is_sound_in_the_end(snapshot: SnapshotWorld, kill: KillAt) -> None:
    undisturbed = normalise(snapshot.contents())

    def is_killed_at(write: int) -> bool:
        snapshot.restore()
        shared_resources().table.write(UpdateItem(keys.slot_delta("n0"), add={"0_1": 1}))
        assert audit(snapshot.contents()) != []
        with snapshot.killing(kill(write)), suppress(InvocationFailed):
            snapshot.world.fire(RECONCILE)
        snapshot.world.fire(RECONCILE)
        assert audit(snapshot.contents()) == [], write
        assert normalise(snapshot.contents()) == undisturbed, write
        return snapshot.kills > 0

    assert sum(1 for _ in takewhile(is_killed_at, count(1))) == 2
