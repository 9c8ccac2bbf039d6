"""`make serve` as a developer meets it: a process that starts, says how it is called, and stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.profiles import FULL
from tools.engine import DYNAMODB_LOCAL, MOTO

ROOT = Path(__file__).parents[3]
ENGINE = os.environ.get("ENGINE") or MOTO
COMMAND = [sys.executable, "-m", "tools.local_desk.server"]


@dataclass(frozen=True)
class Running:
    """A server that has said how it is called."""

    process: subprocess.Popen[str]
    says: str
    credentials: dict[str, Any]

    def tickets(self) -> int:
        """How many tickets the sample client has."""
        headers = {"X-Token": self.credentials["client"]["token"]}
        count: int = httpx.get(f"{self.credentials['base_url']}/support/tickets", headers=headers).json()["item_count"]
        return count


@contextmanager
def serving(folder: Path) -> Iterator[Running]:
    """`make serve`, with `folder` as its .local, until the end of the block."""
    environment = _environment(folder, 0)
    with (folder.parent / "log").open("w") as log:
        process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield Running(process, _opening_words(process), json.loads((folder / "credentials.json").read_text()))
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        process.stdout.close()


def _environment(folder: Path, port: int) -> dict[str, str]:
    sources = f"{ROOT / 'layers/polydesk'}:{ROOT / 'functions'}:{ROOT}"
    return os.environ | {"PORT": str(port), "LOCAL_FOLDER": str(folder), "ENGINE": ENGINE, "PYTHONPATH": sources}


def _opening_words(process: subprocess.Popen[str]) -> str:
    """All it says until it is ready."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            return said
    raise AssertionError(f"the server ended early: {said}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("desk") / "local") as running:
        yield running


def test_the_credentials_say_who_may_call_and_what_there_is(desk: Running) -> None:
    credentials = desk.credentials

    people, key, things = {"admin", "agent", "client"}, {"happyfox"}, {"group_id", "category_id", "topic_key"}
    assert set(credentials) == {"base_url"} | people | key | things
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", credentials["base_url"])
    for person in people:
        assert set(credentials[person]) == {"token", "person_id"}
    assert set(credentials["happyfox"]) == {"api_key", "auth_code"}
    assert [type(credentials[thing]) for thing in ("group_id", "category_id", "topic_key")] == [int, int, str]


def test_the_calls_that_it_prints_can_be_pasted(desk: Running) -> None:
    calls = [line for line in desk.says.splitlines() if line.startswith("curl")]

    assert len(calls) >= 2
    assert {_status(call) for call in calls} <= {"200", "201", "204"}


def _status(call: str) -> str:
    command = ["sh", "-c", f"{call} -o /dev/null -w '%{{http_code}}'"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout[-3:]


def test_its_end_leaves_what_the_engine_keeps_and_no_process(tmp_path: Path) -> None:
    kept = ENGINE == DYNAMODB_LOCAL
    with serving(tmp_path / "local") as first:
        headers = {"X-Token": first.credentials["client"]["token"]}
        ticket = {"summary": "Still here?", "comment_body": "Let us see."}
        httpx.post(f"{first.credentials['base_url']}/support/tickets", headers=headers, json=ticket).raise_for_status()
        children = _children(first.process.pid)
        assert (first.tickets(), bool(children)) == (1, kept)
    assert _all_end(children)

    if not (kept or FULL):  # moto keeps nothing, which takes as long to see as all the rest
        return
    with serving(tmp_path / "local") as second:
        assert (second.credentials["client"] == first.credentials["client"]) is kept
        assert second.tickets() == int(kept)


def _children(pid: int) -> list[int]:
    """The process's children, theirs, and so on."""
    shown = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, shown.splitlines())}
    found = [child for child, parent in parents.items() if parent == pid and Path(f"/proc/{child}").exists()]
    return found + [grandchild for child in found for grandchild in _children(child)]


def _all_end(processes: list[int]) -> bool:
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{process}").exists() for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            COMMAND, cwd=ROOT, env=_environment(tmp_path, port), capture_output=True, text=True, check=False
        )

    assert ended.returncode == 1
    assert f"Port {port}" in ended.stderr
