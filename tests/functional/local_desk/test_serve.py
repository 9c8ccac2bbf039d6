"""`make serve` as a process: it starts, says how to call it, and stops."""

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
    """A server that is ready."""

    process: subprocess.Popen[str]
    output: str
    credentials: dict[str, Any]

    def tickets(self) -> int:
        """Count the tickets of the sample client."""
        headers = {"X-Token": self.credentials["client"]["token"]}
        count: int = httpx.get(f"{self.credentials['base_url']}/support/tickets", headers=headers).json()["item_count"]
        return count


@contextmanager
def serving(folder: Path) -> Iterator[Running]:
    """Run `make serve` inside the block, with `folder` as its .local."""
    environment = _environment(folder, 0)
    with (folder.parent / "log").open("w") as log:
        process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield Running(process, _output_until_ready(process), json.loads((folder / "credentials.json").read_text()))
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        process.stdout.close()


def _environment(folder: Path, port: int) -> dict[str, str]:
    sources = f"{ROOT / 'layers/polydesk'}:{ROOT / 'functions'}:{ROOT}"
    return os.environ | {"PORT": str(port), "LOCAL_FOLDER": str(folder), "ENGINE": ENGINE, "PYTHONPATH": sources}


def _output_until_ready(process: subprocess.Popen[str]) -> str:
    """Return all output until the server is ready."""
    assert process.stdout is not None
    output = ""
    for line in process.stdout:
        output += line
        if line.startswith("Ctrl-C"):
            return output
    raise AssertionError(f"the server ended early: {output}")


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


def test_the_printed_calls_can_be_pasted(desk: Running) -> None:
    calls = [line for line in desk.output.splitlines() if line.startswith("curl")]

    for path in ("/tickets?auth_token=", "/tickets?per_page=", "/api/1.1/json/users/"):
        assert any(path in call for call in calls)
    assert {_status(call) for call in calls} <= {"200", "201", "204"}


def _status(call: str) -> str:
    command = ["sh", "-c", f"{call} -o /dev/null -w '%{{http_code}}'"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout[-3:]


def test_stopping_keeps_the_engines_data_and_leaves_no_process(tmp_path: Path) -> None:
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
    """Return the process's descendants."""
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


def test_the_first_page_shows_a_call_for_each_api_and_no_secret(desk: Running) -> None:
    address = desk.credentials["base_url"].removesuffix("/v1")
    page = httpx.get(address).text

    for base_url in (f"{address}/support", address, f"{address}/api/1.1/json", f"{address}/api/v1"):
        assert f"<code>{base_url}</code>" in page
    assert page.count("curl -s") == 4
    for secrets in ("admin", "agent", "client", "happyfox"):
        for secret in desk.credentials[secrets].values():
            assert isinstance(secret, int) or secret not in page


def test_the_apis_answer_at_the_root_too(desk: Running) -> None:
    base_url = desk.credentials["base_url"]
    headers = {"X-Token": desk.credentials["client"]["token"]}
    below, at_root = (
        httpx.get(f"{url}/support/tickets", headers=headers) for url in (base_url, base_url.removesuffix("/v1"))
    )

    assert below.status_code == at_root.status_code == 200
    assert below.json() == at_root.json()


def test_the_address_of_a_file_leads_to_the_file(desk: Running) -> None:
    token = desk.credentials["agent"]["token"]
    with httpx.Client(base_url=desk.credentials["base_url"], params={"auth_token": token}) as client:
        uploaded = client.post("/attachments", files={"files[]": ("notes.txt", b"Seen", "text/plain")}).json()
        ticket = {"requester_email": "bo@example.com", "content": {"text": "Look"}, "attachment_ids": [uploaded["id"]]}
        opened = client.post("/tickets", json={"ticket": ticket}).json()["ticket"]
    [file] = opened["content"]["attachments"]

    answer = httpx.get(f"{file['url']['original']}?auth_token={token}", follow_redirects=True)

    assert [one.status_code for one in answer.history] == [302]
    assert answer.content == b"Seen"


def fail_to_start(folder: Path, **environment: str) -> str:
    """Start a server that cannot start, and return the line in which it output why."""
    ended = subprocess.run(
        COMMAND, cwd=ROOT, env=_environment(folder, 0) | environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    return line


def test_a_port_in_use_is_reported(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert fail_to_start(tmp_path, PORT=str(port)).startswith(f"Port {port} ")


@pytest.mark.parametrize("port", ["abc", "70000", "-1", "8000.5"])
def test_an_invalid_port_is_reported(tmp_path: Path, port: str) -> None:
    assert fail_to_start(tmp_path, PORT=port) == f"PORT is {port!r}; it must be a number from 0 to 65535"


def test_an_unknown_engine_is_reported(tmp_path: Path) -> None:
    assert fail_to_start(tmp_path, ENGINE="mysql") == "ENGINE is 'mysql'; it can be moto or dynamodb-local"
