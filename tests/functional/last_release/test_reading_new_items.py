"""Before step 2 begins the last release's functions read what the new ones have written, and the other way round.

Once the step has begun, the last release does not list the tickets that have moved: there is no way back to it.
"""

import base64
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from polydesk.jobs.migrations.registry import STEPS
from polydesk.storage.people import KEYS_STEP
from polydesk.storage.ticket_places import SETS_STEP
from tests.functional.ops.migrations import run_step
from tools.engine import Engine
from tools.last_release import CODE, ReleaseTable, read_table
from tools.last_release.contents import filled
from tools.local_desk.items import dump, load
from tools.local_desk.world import World

READER = Path(__file__).parent / "read_with_release.py"

CHANGED = {"url", "attachments", "category_change"}
"""Keys of answers whose value may differ: signed links, and what a release changes on purpose: ids of
attachments, and categories of moves."""

PATHS = {
    "client": ["/support/topics", "/support/tickets", "/support/tickets/1", "/support/tickets/1/comments"],
    "agent": ["/support/tickets?items_per_page=100", "/support/tickets/3", "/support/tickets?q=broken"],
    "admin": ["/api/v1/ticket_states?expand=true", "/api/v1/ticket_states/1"],
    "happyfox": ["/api/1.1/json/tickets/", "/api/1.1/json/ticket/1/", "/api/1.1/json/ticket/3/"],
}
"""What each caller reads."""


@dataclass(frozen=True)
class Case:
    """A table, its tokens, and what both releases answer about it."""

    paths: list[str]
    of_last_release: list[dict[str, Any]]
    of_this_release: list[dict[str, Any]]


def credentials(name: str, token: dict[str, Any]) -> dict[str, str]:
    """The headers of a caller."""
    match name:
        case "happyfox":
            pair = base64.b64encode(f"{token['api_key']}:{token['auth_code']}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        case "admin":
            return {"Authorization": f"Token token={token['token']}"}
    return {"X-Token": token["token"]}


def calls(tokens: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Every call, with its credentials."""
    return [
        {"path": path, "headers": credentials(name, tokens[name])} for name, paths in PATHS.items() for path in paths
    ]


def answers(world: World, tokens: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What this release answers, and last what it says about the desk."""
    found = [world.client(call["headers"]).get(call["path"]) for call in calls(tokens)]
    shown: list[dict[str, Any]] = [{"status": answer.status, "body": answer.json()} for answer in found]
    return [*shown, {"status": 200, "body": world.invoke("OpsSetUpDesk", {})}]


def answers_of_last_release(folder: Path, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Read with the last release, unpacked into the folder, in a process of its own."""
    with zipfile.ZipFile(CODE) as archive:
        archive.extractall(folder)
    sources = [folder / "layers" / "polydesk", folder / "functions", folder]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sources)), "ENGINE": "moto"}
    wanted["template"] = str(folder / "template.yaml")
    done = subprocess.run(
        [sys.executable, str(READER)],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def written_before_step_2(world: World) -> ReleaseTable:
    """A desk that this release has filled before step 2 has begun."""
    with patch("polydesk.jobs.set_up.STEPS", [step for step in STEPS if step.number != SETS_STEP]):
        return filled(world)


def upgraded_to_step_1(world: World) -> ReleaseTable:
    """A desk of the last release on which this one has run step 1."""
    table = read_table()
    load(world, table.items)
    while not run_step(world, KEYS_STEP)["complete"]:
        pass
    return ReleaseTable(table.tokens, list(dump(world).values()))


@pytest.fixture(scope="module", params=[written_before_step_2, upgraded_to_step_1])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with World(Engine()) as world:
        table = request.param(world)
        wanted = {"now": world.clock.now.isoformat(), "items": table.items, "calls": calls(table.tokens)}
        paths = [*(call["path"] for call in wanted["calls"]), "the set-up"]
        old = answers_of_last_release(tmp_path_factory.mktemp("last_release"), wanted)
        yield Case(paths, old, answers(world, table.tokens))


def test_the_last_release_answers_every_call(case: Case) -> None:
    assert {path: answer["status"] for path, answer in zip(case.paths, case.of_last_release, strict=True)} == (
        dict.fromkeys(case.paths, 200)
    )


def test_what_the_last_release_answers_is_what_this_one_answers(case: Case) -> None:
    for path, old, new in zip(case.paths, case.of_last_release, case.of_this_release, strict=True):
        assert list(differences(path, old, new)) == []


def differences(place: str, old: Any, new: Any) -> Iterator[str]:
    """Yield the places where the new answer lacks something of the old one, or says something else."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() - CHANGED:
            yield from differences(f"{place} {key}", old[key], new.get(key, "missing"))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differences(f"{place} {index}", before, after)
    elif old != new:
        yield f"{place}: {old!r} is {new!r}"
