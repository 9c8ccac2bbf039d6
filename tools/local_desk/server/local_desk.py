"""Runs a desk on a developer's machine: sets it up, and fires its schedules as time passes."""

import json
import logging
import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tools.local_desk import schedules
from tools.local_desk.deliveries.batches import DeliveryBlocked
from tools.local_desk.world import World

SET_UP = "OpsSetUpDesk"
DOCUMENT = Path(__file__).parents[3] / "events" / "ops" / "set_up_desk.json"

_logger = logging.getLogger(__name__)


class LocalDesk:
    """Sets a world up, fires its schedules, and delivers its streams and queues.

    `folder` is for data that must outlive this process: secrets that are shown once, positions in streams. Without one
    they are lost with the process.
    """

    def __init__(self, world: World, folder: Path | None = None) -> None:
        """Run the desk of a world inside its block."""
        self.world = world
        self._folder = folder
        self._lock = threading.Lock()
        self._passed = world.clock.now
        world.stream_positions = self._read("positions.json")

    def set_up(self, base_url: str) -> dict[str, Any]:
        """Declare the sample desk, which changes nothing if it exists, and return the credentials to call it with."""
        document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        answer = self.world.invoke(SET_UP, document)
        secrets = {**self._read("secrets.json"), **_secrets(answer["tokens"])}
        lost = [token for token in document["tokens"] if token["name"] not in secrets]
        if lost:
            again = self.world.invoke(SET_UP, {"tokens": [{**token, "rotate": True} for token in lost]})
            secrets |= _secrets(again["tokens"])
        self._write("secrets.json", secrets)
        category = document["categories"][0]["key"]
        return {
            "base_url": base_url,
            **secrets,
            "group_id": _id(answer["groups"], "name", document["groups"][0]["name"]),
            "category_id": _id(answer["categories"], "key", category),
            "topic_key": category,
        }

    def set_clock(self, now: datetime) -> datetime:
        """Set the clock and do what has become due; each schedule fires once, however far the clock moves."""
        self.world.clock.set(now)
        self.pass_time()
        return self.world.clock.now

    def fire(self, logical_id: str) -> Any:
        """Fire a schedule now and deliver what it causes. Raises KeyError, or what the function raises."""
        with self._lock:
            answer = self.world.fire(logical_id)
            self._pump()
        return answer

    def pass_time(self) -> None:
        """Fire the schedules that have become due since the last call, and make all deliveries. Errors are logged."""
        with self._lock:
            now = self.world.clock.now
            enabled = {name: schedule for name, schedule in self.world.schedules.items() if schedule.enabled}
            for due, name in sorted((schedules.last_due(schedule, now), name) for name, schedule in enabled.items()):
                if self._passed < due:
                    self._fire(name, due)
            self._passed = now
            self._pump()

    def _fire(self, name: str, due: datetime) -> None:
        try:
            self.world.fire(name, due)
        except Exception:
            _logger.exception("%s failed at %s", name, due)

    def _pump(self) -> None:
        try:
            self.world.pump()
        except DeliveryBlocked:
            _logger.exception("a delivery is blocked and will be tried again")
        self._write("positions.json", self.world.stream_positions)
        self.world.discard_history()

    def _read(self, name: str) -> dict[str, Any]:
        path = self._folder and self._folder / name
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
        return known

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        if self._folder and content != self._read(name):
            (self._folder / name).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _secrets(tokens: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the secrets of new tokens by name: a token with its person, or the two parts of a key."""
    shown: dict[str, dict[str, Any]] = {}
    for token in tokens:
        if token.get("token"):
            shown[token["name"]] = {"token": token["token"], "person_id": token["person_id"]}
        elif token.get("api_key"):
            shown[token["name"]] = {"api_key": token["api_key"], "auth_code": token["auth_code"]}
    return shown


def _id(rows: Iterable[Mapping[str, Any]], key: str, value: str) -> int:
    return next(int(row["id"]) for row in rows if row[key] == value)
