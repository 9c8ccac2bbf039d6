"""The size of requests and answers: Lambda takes and returns six megabytes; the gateway refuses anything larger."""

import json
from collections.abc import Iterable

from polydesk.formats import json as json_format

MAX_RESPONSE_BYTES = 6 * 1024**2 - 64 * 1024
"""Bytes of a body as a JSON string. The rest is for status and headers, at most 10 240 bytes, each more than once."""

MAX_BYTES_PER_CHARACTER = 12
"""Bytes. The longest way to write one character in a JSON string is `\\ud83d\\ude00`."""

MAX_REQUEST_BYTES = MAX_RESPONSE_BYTES // 4 * 3
"""Bytes of a body. It travels in base64, four bytes for three, so a few thousand bytes more do not reach a function."""

BRACKETS = 50
"""Bytes around the items of a list, at most."""


def is_too_large(body: str) -> bool:
    """Return whether a body is larger than a function can answer."""
    return len(body) * MAX_BYTES_PER_CHARACTER > MAX_RESPONSE_BYTES and written(body) > MAX_RESPONSE_BYTES


def fitting[T](items: Iterable[T], beside: int = 0) -> list[T]:
    """Return as many of the first items as one answer in JSON has room for; so many bytes of it are taken already."""
    taken: list[T] = []
    room = MAX_RESPONSE_BYTES - BRACKETS - beside
    for item in items:
        room -= written(json_format.render(item)) - 1  # a comma instead of the quotes
        if room < 0:
            break
        taken.append(item)
    return taken


def written(body: str) -> int:
    """Return the bytes of a body, or of a part of one, as a JSON string, with its two quotes."""
    return len(json.dumps(body, ensure_ascii=False).encode())
