"""The sample event of each function."""

import json
from typing import Any

from tools.openapi.media import ROOT


class NoEvent(Exception):
    """A function has no sample event."""


def sample_event(key: str) -> dict[str, Any]:
    """Return the event of a function, given the path of its module in functions/. Raises NoEvent."""
    path = ROOT / "events" / f"{key}.json"
    if not path.exists():
        raise NoEvent(f"write {path.relative_to(ROOT)}")
    event: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return event
