"""The desk that the programs are tried on: one that is served for this run, or a stack on a local AWS."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tools.sample_events import event
from tools.smoke.stack import Failed, Stack

ROOT = Path(__file__).parents[2]
SERVER = [sys.executable, "-m", "tools.local_desk.server"]
READY = "Ctrl-C stops it."
STOP_SECONDS = 20.0
REQUEST_SECONDS = 60.0
"""Functions start cold, on a machine that may be busy."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The sample desk: its base URL, and its tokens by name, as set-up returns them.

    `knows_its_address`: whether addresses in its answers lead back to it. See `tools.local_aws.differences`.
    """

    base_url: str
    tokens: Mapping[str, Mapping[str, Any]]
    http: httpx.Client
    knows_its_address: bool = True

    def address(self, url: str) -> str:
        """Return where a desk answers for this address in one of its answers, which begins with host and stage."""
        if self.knows_its_address:
            return url
        path = urlsplit(url).path.removeprefix("/").partition("/")[2]
        return f"{self.base_url}/{path}"

    def token(self, name: str) -> str:
        """Return the token of `admin`, `agent` or `client`."""
        text: str = self.tokens[name]["token"]
        return text

    def person(self, name: str) -> int:
        """Return the id of `admin`, `agent` or `client`."""
        number: int = self.tokens[name]["person_id"]
        return number

    @property
    def happyfox_key(self) -> tuple[str, str]:
        """HappyFox's API key and auth code."""
        return self.tokens["happyfox"]["api_key"], self.tokens["happyfox"]["auth_code"]

    def supportbee(self, method: str, path: str, expected: int = 200, by: str = "agent", **request: Any) -> Any:
        """Call SupportBee's API with the token in the query, and return the JSON of the answer, or None."""
        params = {**request.pop("params", {}), "auth_token": self.token(by)}
        answer = self.call(method, f"/{path}", expected, params=params, **request)
        return answer.json() if answer.content else None

    def happyfox(self, method: str, path: str, expected: int = 200, **request: Any) -> Any:
        """Call HappyFox's API in JSON, and return the JSON of the answer."""
        return self.call(method, f"/api/1.1/json/{path}", expected, auth=self.happyfox_key, **request).json()

    def zammad(self, method: str, path: str, expected: int = 200, by: str = "admin", **request: Any) -> Any:
        """Call Zammad's API with the token of a person, and return the JSON of the answer."""
        headers = {"Authorization": f"Token token={self.token(by)}", **request.pop("headers", {})}
        return self.call(method, f"/api/v1/{path}", expected, headers=headers, **request).json()

    def call(self, method: str, path: str, expected: int, **request: Any) -> httpx.Response:
        """Send a request. Raises Failed for another status than the expected one."""
        answer = self.http.request(method, f"{self.base_url}{path}", **request)
        if answer.status_code != expected:
            raise Failed(f"{method} {path}: {answer.status_code} instead of {expected}: {answer.text[:300]}")
        return answer


@contextmanager
def served_desk() -> Iterator[Desk]:
    """Serve a desk as `make serve` does, on a free port, inside the block. Raises Failed when it does not start."""
    with tempfile.TemporaryDirectory(prefix="polydesk-") as folder:
        environment = os.environ | {"PORT": "0", "LOCAL_FOLDER": folder}
        output = Path(folder) / "output"
        # A file, because functions write their logs to the output too, and nobody reads a pipe during the run.
        with output.open("w") as written:
            server = subprocess.Popen(SERVER, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT)
        try:
            _wait_until_ready(server, output)
            credentials = json.loads((Path(folder) / "credentials.json").read_text(encoding="utf-8"))
            with _calling(credentials["base_url"], credentials) as desk:
                yield desk
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=STOP_SECONDS)


def _wait_until_ready(server: subprocess.Popen[bytes], output: Path) -> None:
    while server.poll() is None:
        if READY in output.read_text(encoding="utf-8", errors="replace"):
            return
        time.sleep(0.1)
    raise Failed(f"the desk could not be served: {output.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def deployed_desk(stack: Stack) -> Iterator[Desk]:
    """Set up the sample desk in a stack, with new tokens."""
    document = event("ops/set_up_desk")
    stack.invoke("OpsSetUpDesk", document)
    # A token is shown when it is new; one that a run before this one has made is replaced.
    tokens = [{**token, "rotate": True} for token in document["tokens"]]
    answer = stack.invoke("OpsSetUpDesk", {"tokens": tokens})
    with _calling(stack.base_url, {token["name"]: token for token in answer["tokens"]}) as desk:
        yield replace(desk, knows_its_address=not stack.is_local)


@contextmanager
def _calling(base_url: str, tokens: Mapping[str, Any]) -> Iterator[Desk]:
    with httpx.Client(timeout=REQUEST_SECONDS) as http:
        yield Desk(base_url, tokens, http)
