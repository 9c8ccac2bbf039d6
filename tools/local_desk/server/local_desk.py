"""The desk that runs on a developer's machine: a world that sets itself up, and that time passes in."""

import json
import logging
import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tools.local_desk import schedules
from tools.local_desk.deliveries.batches import Stuck
from tools.local_desk.world import World

SET_UP = "OpsSetUpDesk"
DOCUMENT = Path(__file__).parents[3] / "events" / "ops" / "set_up_desk.json"

_logger = logging.getLogger(__name__)


class LocalDesk:
    """Sets a world up, and brings about in it what time, streams and queues cause.

    `kept` is a folder for what must outlive this process: secrets that are shown once, positions in streams. Without it
    the world is gone with the process.
    """

    def __init__(self, world: World, kept: Path | None = None) -> None:
        """Work in a world that is alive."""
        self.world = world
        self._kept = kept
        self._turn = threading.Lock()
        self._seen = world.clock.now
        world.stream_positions = self._read("positions.json")

    def set_up(self, base_url: str) -> dict[str, Any]:
        """Declare the sample desk, which changes nothing in one that has it, and answer what callers need to know."""
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
        """Go to that time and let what it causes happen; each schedule fires once, however far it is."""
        self.world.clock.set(now)
        self.pass_time()
        return self.world.clock.now

    def fire(self, logical_id: str) -> Any:
        """Fire one schedule now and deliver what it set off. Raises KeyError, or what the function raises."""
        with self._turn:
            answer = self.world.fire(logical_id)
            self._pump()
        return answer

    def pass_time(self) -> None:
        """Fire the schedules that have become due since the last time, and deliver what waits. Errors are logged."""
        with self._turn:
            now = self.world.clock.now
            enabled = {name: schedule for name, schedule in self.world.schedules.items() if schedule.enabled}
            for due, name in sorted((schedules.last_due(schedule, now), name) for name, schedule in enabled.items()):
                if self._seen < due:
                    self._fire(name, due)
            self._seen = now
            self._pump()

    def _fire(self, name: str, due: datetime) -> None:
        try:
            self.world.fire(name, due)
        except Exception:
            _logger.exception("%s failed at %s", name, due)

    def _pump(self) -> None:
        try:
            self.world.pump()
        except Stuck:
            _logger.exception("a delivery is stuck and will be tried again")
        self._write("positions.json", self.world.stream_positions)
        self.world.discard_history()

    def _read(self, name: str) -> dict[str, Any]:
        path = self._kept and self._kept / name
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path and path.exists() else {}
        return known

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        if self._kept and content != self._read(name):
            (self._kept / name).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _secrets(tokens: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By the token's name, what was shown of each token that is new: its text, or both parts of a key."""
    shown: dict[str, dict[str, Any]] = {}
    for token in tokens:
        if token.get("token"):
            shown[token["name"]] = {"token": token["token"], "person_id": token["person_id"]}
        elif token.get("api_key"):
            shown[token["name"]] = {"api_key": token["api_key"], "auth_code": token["auth_code"]}
    return shown


def _id(rows: Iterable[Mapping[str, Any]], key: str, value: str) -> int:
    return next(int(row["id"]) for row in rows if row[key] == value)
