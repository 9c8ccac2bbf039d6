"""Compares the contents of requests by their values, whatever the format and the spelling in which these came."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

MAX_VALUES = 50_000
"""Values of one body that are compared. A body with more, which no endpoint accepts, is compared by its bytes."""

MAX_DEPTH = 50
"""Levels of lists and objects within each other; deeper ones are compared by their bytes."""


def content_hash(
    data: Any,
    raw: bytes = b"",
    *,
    as_texts: bool = False,
    other: Callable[[Any], Any] = lambda value: value,
    most: int = MAX_VALUES,
) -> str:
    """Return a hash that is the same for bodies with the same values; `raw` is the body as it came.

    An absent body is an empty object, and 5.0 is the integer 5. With `as_texts`, for an API that takes forms too, a
    value is what a form writes for it: `3` and `"3"`, `true` and `"true"`, null and `""`, a list of one and its item.
    `other` returns plain values for a value that is none. With more than `most` values the hash is that of `raw`.
    """
    reader = _Reader(as_texts, other, most)
    try:
        plain = reader.plain({} if data is None else data)
    except _Oversized:
        return hashlib.sha256(raw).hexdigest()
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


class _Oversized(Exception):
    """The body has more values or levels than are compared."""


class _Reader:
    def __init__(self, as_texts: bool, other: Callable[[Any], Any], most: int) -> None:
        self._scalar = _text if as_texts else _number
        self._as_texts = as_texts
        self._other = other
        self._left = most

    def plain(self, value: Any, depth: int = 0) -> Any:
        """Return a value as it is compared. Raises _Oversized."""
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH:
            raise _Oversized
        match value:
            case dict():
                return {str(name): self.plain(one, depth + 1) for name, one in value.items()}
            case list():
                items = [self.plain(one, depth + 1) for one in value]
                return items[0] if self._as_texts and len(items) == 1 else items
            case None | bool() | int() | float() | str():
                return self._scalar(value)
            case _:
                return self.plain(self._other(value), depth + 1)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(_number(value))
