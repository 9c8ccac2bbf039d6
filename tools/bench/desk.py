"""The sample desk, with a client for each API, and what is invoked on it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest.mock import patch

from polydesk.desk import ttl_cache
from polydesk.storage import side_by_side
from polydesk.storage.search_index import index
from tools.local_desk import functions
from tools.local_desk.client import Client, Response
from tools.local_desk.model import Function
from tools.local_desk.wire import Headers
from tools.local_desk.world import World
from tools.sample_events import FUNCTIONS, event, with_credentials

TRASHED = 3
"""The number of the ticket in the trash."""

SET_UP = Path(__file__).parents[2] / "events" / "ops" / "set_up_desk.json"


@dataclass(frozen=True, slots=True)
class Invocation:
    """A function and the event that it was invoked with."""

    function: Function
    event: Any


@contextmanager
def invocations() -> Iterator[list[Invocation]]:
    """Record the invocations inside, in worlds that are created inside."""
    recorded: list[Invocation] = []
    call = functions.call

    def record(function: Function, event: object) -> Any:
        recorded.append(Invocation(function, event))
        return call(function, event)

    with patch.object(functions, "call", record):
        yield recorded


@contextmanager
def warm() -> Iterator[None]:
    """Keep cache entries from expiring inside, so that functions stay warm however slow the machine."""
    with patch.object(ttl_cache, "clock", SimpleNamespace(monotonic=lambda: 0.0)):
        yield


@contextmanager
def one_write_at_a_time() -> Iterator[None]:
    """Write to the indexes one after the other inside: a meter needs the items before and after each write."""
    with patch.object(index, "THREADS", 1), patch.object(side_by_side, "CONNECTIONS", 1):
        yield


class SampleDesk:
    """The sample desk in a world, and a client for each API and side."""

    PARAMETERS: ClassVar[dict[str, str]] = {
        "TicketsPerMinute": "0",
        "CommentsPerMinute": "0",
        "UploadsPerMinute": "0",
        "LogLevel": "ERROR",
    }
    """No rate limits, each of which costs two write units, and no log line for each request."""

    def __init__(self, world: World) -> None:
        """Set up the sample desk in `world`."""
        self.world = world
        answer = world.invoke("OpsSetUpDesk", json.loads(SET_UP.read_text("utf-8")))
        self._tokens: dict[str, dict[str, Any]] = {token["name"]: token for token in answer["tokens"]}
        self.agent = self._with_token("agent")
        self.customer = self._with_token("client")
        self.supportbee = world.client({"Authorization": f"Bearer {self._tokens['agent']['token']}"})
        self.supportbee_admin = world.client({"Authorization": f"Bearer {self._tokens['admin']['token']}"})
        self.attachment = 0
        """The number of the file that `attach` has attached."""
        self.booked = ""
        """The path of the newest booked time in Zammad's API."""
        self.file = ""
        """The path of the newest attachment in Zammad's API."""
        self.user = 0
        """The id of the newest user that was created in Zammad's API."""
        self.zammad = world.client({"Authorization": f"Token token={self._tokens['admin']['token']}"})
        self.zammad_agent = world.client({"Authorization": f"Token token={self._tokens['agent']['token']}"})
        key = self._tokens["happyfox"]
        credentials = f"{key['api_key']}:{key['auth_code']}".encode()
        self.happyfox = world.client({"Authorization": f"Basic {b64encode(credentials).decode()}"})

    def attach(self) -> None:
        """Attach a file to the ticket for the trash."""
        uploaded = self.supportbee.post("/attachments", files={"files[]": ("invoice.pdf", b"%PDF", "application/pdf")})
        self.attachment = uploaded.json()["id"]
        reply = {"content": {"text": "Attached."}, "attachment_ids": [self.attachment]}
        self.supportbee.post(f"/tickets/{TRASHED}/replies", json={"reply": reply})

    def replay(self, name: str) -> Response:
        """Send a function its sample event."""
        answer = self.world.invoke(FUNCTIONS[name].logical_id, self.event(name))
        return Response(answer["statusCode"], Headers(answer["headers"].items()), answer["body"].encode())

    def event(self, name: str) -> dict[str, Any]:
        """Return a function's sample event, with the desk's credentials."""
        return with_credentials(event(name), self._tokens)

    def person(self, name: str) -> int:
        """Return the id of the person whose token has this name."""
        person_id: int = self._tokens[name]["person_id"]
        return person_id

    def _with_token(self, name: str) -> Client:
        return self.world.client({"X-Token": self._tokens[name]["token"]})
