"""Parses and renders JSON."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from polydesk.formats.errors import MalformedInput, repeated

CONTENT_TYPE = "application/json"

MAX_OBJECTS = 200_000
"""Objects of one body. Each costs a call of Python, which a reader without a look at the keys does not need."""


MAX_KEYS = 50_000
"""Keys of one object. To find the one that is repeated takes a step of Python for each."""


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _objects() -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Return the function that makes the objects of one text. It raises MalformedInput for a repeated key."""
    number = count(1)

    def made(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        if next(number) > MAX_OBJECTS:
            raise MalformedInput(f"The body has more than {MAX_OBJECTS} objects.")
        if len(entries) > MAX_KEYS:
            raise MalformedInput(f"The body has an object of more than {MAX_KEYS} keys.")
        found = dict(entries)
        if len(found) < len(entries):
            raise repeated(_first_repeated(entries))
        return found

    return made


def _first_repeated(entries: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for key, _ in entries:
        if key in seen:
            return key
        seen.add(key)
    raise LookupError("no key is repeated")


def parse(raw: bytes) -> Any:
    """Return the value of a JSON text; None for an empty one. Raises MalformedInput, also for a repeated key."""
    if not raw.strip():
        return None
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_objects())
    except UnicodeDecodeError:
        raise MalformedInput("The body is not valid UTF-8.") from None
    except (ValueError, RecursionError):
        raise MalformedInput("The body is not valid JSON.") from None


def render(data: Any) -> str:
    """Return a value as JSON. Half surrogate pairs, which no client can read, become question marks."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")
