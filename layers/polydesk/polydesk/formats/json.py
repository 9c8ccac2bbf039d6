"""Parses and renders JSON."""

import json
from typing import Any

from polydesk.formats.errors import MalformedInput

CONTENT_TYPE = "application/json"


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def parse(raw: bytes) -> Any:
    """Return the value of a JSON text; None for an empty one. Raises MalformedInput."""
    if not raw.strip():
        return None
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise MalformedInput("The body is not valid UTF-8.") from None
    except (ValueError, RecursionError):
        raise MalformedInput("The body is not valid JSON.") from None


def render(data: Any) -> str:
    """Return a value as JSON. Half surrogate pairs, which no client can read, become question marks."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")
