"""Returns the request's body as the proxy response, or what a test sets."""

import json
from collections.abc import Callable
from typing import Any


def parsed_body(event: dict[str, Any]) -> Any:
    """Return the request's body, parsed."""
    return json.loads(event["body"])


answer: Callable[[dict[str, Any]], Any] = parsed_body


def handler(event: dict[str, Any], _context: object) -> Any:
    """Return what `answer` returns."""
    return answer(event)
