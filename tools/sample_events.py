"""The sample events in events/: one for each function, at the path of the function's module."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.local_desk.template import read

EVENTS = Path(__file__).parents[1] / "events"

FUNCTIONS = {function.handler.removesuffix(".handler"): function for function in read().functions.values()}
"""The template's functions by the paths of their modules."""

NAMES = sorted(str(path.relative_to(EVENTS).with_suffix("")) for path in EVENTS.rglob("*.json"))
"""The paths of all events, without the suffix."""

UNDOES = {
    "supportbee/unarchive_ticket": "supportbee/archive_ticket",
    "supportbee/unspam_ticket": "supportbee/spam_ticket",
    "supportbee/unstar_ticket": "supportbee/star_ticket",
}
"""Events that change something only after another one, which they undo."""


def event(name: str) -> dict[str, Any]:
    """Read an event, with placeholders for credentials."""
    found: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
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
