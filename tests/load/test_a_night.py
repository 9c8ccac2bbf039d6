"""Whatever schedule, queue or stream function dies, at whatever write: AWS calls it again, and all ends as ever."""

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
from tools.load.audit import audit, unfound
from tools.load.normalise import essence
from tools.load.snapshot_world import Died, Killing, Stage
from tools.local_desk.clock import START
from tools.local_desk.world import World

PARAMETERS = {"FirstResponseMinutes": "60", "AutoCloseDays": "1", "SpamRetentionDays": "1"}
SWEEP = "SchedulesSweepTimers"
NIGHTLY = (SWEEP, "SchedulesPurgeSpam", "SchedulesRemoveUnattachedFiles")
RECONCILE = "SchedulesReconcileIndex"


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A desk on which each schedule has something to do two days later.

    Two tickets wait, one is spam and has a file and a star, one is unanswered; an upload belongs to nothing.
    """
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    with World(parameters=PARAMETERS) as world:
        tokens = Sample().put_into(world)
        client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))
        fox = key_holder(world, tokens["happyfox"])
        for status in (PENDING_CLOSE, REMINDER):
            updated(fox, created(fox)["id"], status=status, text="Wait")
        opening = {"summary": "Buy", "comment_body": "Cheap", "files": [uploaded(world, client)]}
        assert client.post("/support/tickets", json=opening).status == 200
        bearer = {"Authorization": f"Bearer {tokens['agent']['token']}"}
        for path in ("3/star.json", "3/spam.json"):
            assert agent.post(f"/tickets/{path}", headers=bearer).status == 204
        assert client.post("/support/tickets", json={"summary": "Late", "comment_body": "Help"}).status == 200
        uploaded(world, client)
        world.pump()
        world.clock.set(START + timedelta(days=2))
        yield Stage(world)


def pass_by(world: World, *schedules: str) -> set[tuple[int, int]]:
    """Let a night pass, in which what fails is called again; ticket and version of what the bus heard."""
    for schedule in schedules:
        with suppress(Died):
            world.fire(schedule)
            continue
        world.fire(schedule)
    world.pump()
    return {(event["detail"]["number"], event["detail"]["version"]) for event in world.events()}


@pytest.mark.parametrize("kill", [killed_before, killed_after])
def test_wherever_a_function_dies_in_the_night_the_morning_is_the_same(evening: Stage, kill: Killing) -> None:
    evening.begin_again()
    heard = pass_by(evening.world, *NIGHTLY)
    undisturbed = essence(evening.found())
    assert (len(undisturbed["tickets"]), len(heard), evening.objects()) == (3, 4, 0)

    def dies(write: int) -> bool:
        evening.begin_again()
        with evening.mortal(kill(write)):
            heard_now = pass_by(evening.world, *NIGHTLY)
        found = evening.found()
        assert essence(found) == undisturbed, write
        assert audit(found) == [], write
        assert list(unfound(found)) == [], write
        assert (heard_now, evening.objects()) == (heard, 0), write
        return evening.deaths > 0

    assert sum(1 for _ in takewhile(dies, count(1))) > 20


@pytest.mark.parametrize("kill", [killed_before, killed_after])
def test_wherever_the_reconciler_dies_the_index_is_sound_in_the_end(evening: Stage, kill: Killing) -> None:
    undisturbed = essence(evening.found())

    def dies(write: int) -> bool:
        evening.begin_again()
        shared_resources().table.write(UpdateItem(keys.index_counts(0), add={"1": 1}))
        assert audit(evening.found()) != []
        with evening.mortal(kill(write)), suppress(Died):
            evening.world.fire(RECONCILE)
        evening.world.fire(RECONCILE)
        assert audit(evening.found()) == [], write
        assert essence(evening.found()) == undisturbed, write
        return evening.deaths > 0

    assert sum(1 for _ in takewhile(dies, count(1))) == 2
