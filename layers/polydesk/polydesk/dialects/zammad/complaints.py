"""The vendor's sentences about a value that is not accepted."""

import json
from typing import Any

from polydesk.http.errors import InvalidRequest

MAX_SHOWN = 250
"""Characters of a value that a sentence repeats."""


def invalid_value(field: str, shown: str) -> str:
    """Return the sentence about a value that is not accepted; `shown` is the value as JSON."""
    return f"Invalid value for param '{field}': {shown}"


def complaint(field: str, value: Any) -> str:
    """Return the sentence about the value of a field: it is missing, or it cannot be that."""
    return f"Attribute '{field}' required!" if value is None else invalid_value(field, shown_value(value))


def invalid(field: str, value: Any) -> InvalidRequest:
    """Return the error of a value that is not accepted, or of an id that nothing has."""
    return InvalidRequest("body", field, complaint(field, value))


def required(field: str) -> InvalidRequest:
    """Return the error of a field that is missing or null."""
    return InvalidRequest("body", field, complaint(field, None))


def not_found(field: str, value: Any) -> InvalidRequest:
    """Return the error of a name that nothing has."""
    return InvalidRequest("body", field, f"No lookup value found for '{field}': {shown_value(value)}")


def not_allowed(field: str, value: Any) -> InvalidRequest:
    """Return the error of a value that exists, but that the field cannot have, such as an inactive state."""
    return InvalidRequest("body", field, f"Invalid value '{value}' for field '{field}'!")


def shown_value(value: Any) -> str:
    """Return a value as an error message quotes it: cut, and without the contents of lists and objects."""
    if isinstance(value, list | dict):
        return "[...]" if isinstance(value, list) else "{...}"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
