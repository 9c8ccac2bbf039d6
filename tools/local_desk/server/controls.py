"""Controls of a local desk, under `/-/`: its clock and its schedules."""

import json
import logging
from datetime import datetime, timedelta

from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.server.responses import as_json
from tools.local_desk.wire import HttpRequest, HttpResponse

PREFIX = "-"

_logger = logging.getLogger(__name__)


class Controls:
    """Reads and moves the clock of a desk, and fires its schedules."""

    def __init__(self, desk: LocalDesk) -> None:
        """Control this desk."""
        self._desk = desk

    def answer(self, request: HttpRequest, path: str) -> HttpResponse:
        """Answer a request for `path`, which is without the prefix."""
        if path == "clock" and request.method == "GET":
            return as_json(200, {"now": _iso(self._desk.world.clock.now)})
        if path == "clock" and request.method == "POST":
            return self._set_clock(request.body)
        if path.startswith("schedules/") and request.method == "POST":
            return self._fire(path.removeprefix("schedules/"))
        return as_json(404, {"error": "GET or POST /-/clock, POST /-/schedules/<LogicalId>"})

    def _set_clock(self, body: bytes) -> HttpResponse:
        try:
            wanted = json.loads(body)
            if "now" in wanted:
                now = datetime.fromisoformat(wanted["now"])
            else:
                now = self._desk.world.clock.now + timedelta(seconds=wanted["advance_seconds"])
            return as_json(200, {"now": _iso(self._desk.set_clock(now))})
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            return as_json(400, {"error": f'{{"now": ISO 8601 with a zone}} or {{"advance_seconds": number}}: {error}'})

    def _fire(self, name: str) -> HttpResponse:
        schedules = self._desk.world.schedules
        if name not in schedules:
            return as_json(404, {"error": f"no schedule {name}; there are {sorted(schedules)}"})
        try:
            return as_json(200, {"fired": name, "answer": self._desk.fire(name)})
        except Exception as error:
            _logger.exception("%s failed", name)
            return as_json(500, {"error": f"{type(error).__name__}: {error}"})


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
