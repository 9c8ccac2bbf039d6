"""Migrations: steps that change stored items, run by an operator and reported until they are complete."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from ops import migrate
from polydesk import clock
from polydesk.desk.resources import Resources, shared_resources
from polydesk.domain.errors import InvalidValue, Unavailable, WriteConflict
from polydesk.jobs import reconcile
from polydesk.jobs import set_up as jobs_set_up
from polydesk.jobs.migrations.step import Cursor, Part, Step
from polydesk.storage import keys
from polydesk.storage.migrations import Progress
from polydesk.storage.transaction import DeleteItem
from tests.functional.callers import set_up
from tests.functional.ops.migrations import MIGRATE, run_step
from tools.local_desk.world import World

RECONCILE = "SchedulesReconcileIndex"


@dataclass
class ThreeParts:
    """A step of three parts, each of which changes two items."""

    begun_at: list[Cursor] = field(default_factory=list)
    fails_at: Cursor = -1

    def __call__(self, resources: Resources, cursor: Cursor) -> Part:
        if cursor == self.fails_at:
            raise Unavailable
        self.begun_at.append(cursor)
        done = int(cursor or 0) + 1
        return Part(done if done < 3 else None, changed=2, found=({"part": done},) if done == 2 else ())


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> ThreeParts:
    """Make a step of three parts the only one, number 7."""
    parts = ThreeParts()
    steps = (Step(7, "sample", parts),)
    for user in (migrate, reconcile, jobs_set_up):
        monkeypatch.setattr(user, "STEPS", steps)
    return parts


@pytest.fixture
def old_world(bare_world: World, parts: ThreeParts, monkeypatch: pytest.MonkeyPatch) -> World:
    """A desk that was set up before there were steps."""
    set_up(bare_world)
    shared_resources().table.write(DeleteItem(keys.migration(7)))
    return bare_world


def state(complete: bool, changed: int, completed_at: str | None = None) -> dict[str, Any]:
    """The answer about the step."""
    return {"step": 7, "name": "sample", "complete": complete, "completed_at": completed_at, "changed": changed}


def test_a_step_goes_through_all_parts_and_is_complete(old_world: World, parts: ThreeParts) -> None:
    completed = old_world.clock.now.isoformat()

    assert run_step(old_world, 7) == {**state(True, 6, completed), "found": [{"part": 2}]}

    assert parts.begun_at == [None, 1, 2]
    assert old_world.invoke(MIGRATE, {}) == {"steps": [state(True, 6, completed)]}


def test_a_complete_step_is_left_alone(old_world: World, parts: ThreeParts) -> None:
    first = run_step(old_world, 7)
    old_world.clock.advance(days=1)

    assert run_step(old_world, 7) == {**first, "found": []}

    assert parts.begun_at == [None, 1, 2]


def test_again_begins_a_complete_step_anew(old_world: World, parts: ThreeParts) -> None:
    run_step(old_world, 7)

    assert run_step(old_world, 7, again=True)["found"] == [{"part": 2}]

    assert parts.begun_at == [None, 1, 2, None, 1, 2]


def test_a_run_that_runs_out_of_time_is_continued_by_the_next(
    old_world: World, parts: ThreeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.migrations.runner.RUN_SECONDS", -1.0)

    runs = [run_step(old_world, 7) for _ in range(3)]

    assert [(run["complete"], run["changed"], run["found"]) for run in runs] == [
        (False, 2, []),
        (False, 4, [{"part": 2}]),
        (True, 6, []),
    ]
    assert parts.begun_at == [None, 1, 2]


def test_a_run_that_fails_is_continued_where_it_failed(old_world: World, parts: ThreeParts) -> None:
    parts.fails_at = 2
    with pytest.raises(Unavailable):
        run_step(old_world, 7)
    assert old_world.invoke(MIGRATE, {}) == {"steps": [state(False, 4)]}
    parts.fails_at = -1

    assert run_step(old_world, 7)["complete"]

    assert parts.begun_at == [None, 1, 2]


def test_of_two_runs_at_once_one_is_refused(old_world: World, parts: ThreeParts) -> None:
    migrations = shared_resources().migrations
    migrations.save(Progress(7))

    with pytest.raises(WriteConflict):
        migrations.save(Progress(7))


def test_an_unknown_step_is_refused_with_those_that_there_are(old_world: World) -> None:
    with pytest.raises(InvalidValue, match=r"There is no step 8\. The steps are: 7\."):
        run_step(old_world, 8)


def test_a_new_desk_has_all_steps_complete(bare_world: World, parts: ThreeParts) -> None:
    set_up(bare_world)

    assert bare_world.invoke(MIGRATE, {}) == {"steps": [state(True, 0, bare_world.clock.now.isoformat())]}
    assert parts.begun_at == []


def test_setting_an_old_desk_up_again_completes_nothing(old_world: World) -> None:
    set_up(old_world, {})

    assert old_world.invoke(MIGRATE, {}) == {"steps": [state(False, 0)]}


def test_the_daily_check_reports_a_step_until_it_is_complete(
    old_world: World, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert old_world.fire(RECONCILE) == {"drifted": 0, "queued": 0}

    [line] = [record for record in caplog.records if record.getMessage() == "migration is not complete"]
    assert (line.levelname, vars(line)["step"], vars(line)["step_name"]) == ("WARNING", 7, "sample")
    assert '"MigrationsLeft":[1.0]' in capsys.readouterr().out

    run_step(old_world, 7)
    caplog.clear()
    old_world.fire(RECONCILE)

    assert "migration is not complete" not in [record.getMessage() for record in caplog.records]
    assert "MigrationsLeft" not in capsys.readouterr().out


def test_functions_learn_within_a_minute_that_a_step_is_complete(old_world: World) -> None:
    assert not shared_resources().is_migrated(7)
    run_step(old_world, 7)
    clock.sleep(60)

    assert shared_resources().is_migrated(7)
