"""The sample events in events/: one for each handler, at the path of the handler's module."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.handlers import handlers
from tools.local_desk.model import Route
from tools.local_desk.template import read

EVENTS = Path(__file__).parents[1] / "events"

FUNCTIONS = handlers(read())
"""The template's functions by the paths of their handlers' modules."""

NAMES = sorted(str(path.relative_to(EVENTS).with_suffix("")) for path in EVENTS.rglob("*.json"))
"""The paths of all events, without the suffix."""


class NoEvent(Exception):
    """A function has no sample event."""


def _undone_by(name: str) -> str | None:
    """Return the function behind POST on the path that this function answers to DELETE, unless that does the same."""
    undone = {Route("POST", route.path) for route in FUNCTIONS[name].of_type(Route) if route.method == "DELETE"}
    others = (other for other, function in FUNCTIONS.items() if undone & {*function.of_type(Route)})
    return next((other for other in others if other != f"{name}_by_post"), None)


UNDOES = {name: other for name in FUNCTIONS if (other := _undone_by(name))}
"""Events that change something only after another one, which they undo."""


def event(name: str) -> dict[str, Any]:
    """Read an event, with placeholders for credentials. Raises NoEvent.

    A body that the file has as text comes in base64, as the gateway sends all bodies.
    """
    path = EVENTS / f"{name}.json"
    if not path.exists():
        raise NoEvent(f"write events/{name}.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if found.get("body") and not found["isBase64Encoded"]:
        found |= {"body": base64.b64encode(found["body"].encode()).decode(), "isBase64Encoded": True}
    return found


def with_credentials(event: dict[str, Any], tokens: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Replace the placeholders `<client>`, `<agent>`, `<admin>` and `<happyfox>` in an event by the tokens' values."""
    text = json.dumps(event)
    for name, token in tokens.items():
        if name == "happyfox":
            pair = base64.b64encode(f"{token['api_key']}:{token['auth_code']}".encode()).decode()
            text = text.replace('"<happyfox>"', f'"Basic {pair}"').replace("<happyfox>", pair)
        else:
            text = text.replace(f"<{name}>", token["token"])
    replaced: dict[str, Any] = json.loads(text)
    return replaced
