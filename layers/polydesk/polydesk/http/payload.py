"""How much a function can answer: Lambda returns six megabytes, and what is more becomes a fault of the gateway."""

import json
from collections.abc import Iterable

from polydesk.formats import json as json_format

LARGEST_ANSWER = 6 * 1024**2 - 64 * 1024
"""Bytes of a body as a JSON string; the rest is for status and headers, 10 240 bytes at most, each more than once."""

LONGEST_CHARACTER = 12
"""Bytes. No character becomes more in a JSON string: `\\ud83d\\ude00` is the longest way to write one."""

BRACKETS = 50
"""Bytes, at most, of what stands around the items of a list."""


def is_too_large(body: str) -> bool:
    """Whether a body is more than a function can answer."""
    return len(body) * LONGEST_CHARACTER > LARGEST_ANSWER and _written(body) > LARGEST_ANSWER


def fitting[T](items: Iterable[T]) -> list[T]:
    """As many of the items, from the first on, as one answer in JSON has room for."""
    taken: list[T] = []
    room = LARGEST_ANSWER - BRACKETS
    for item in items:
        room -= _written(json_format.render(item)) - 1  # a comma instead of the quotes
        if room < 0:
            break
        taken.append(item)
    return taken


def _written(body: str) -> int:
    """Bytes of a body as a JSON string."""
    return len(json.dumps(body, ensure_ascii=False).encode())
