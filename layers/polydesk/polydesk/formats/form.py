"""Parses form bodies (application/x-www-form-urlencoded)."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from polydesk.formats.errors import MalformedInput, repeated

CONTENT_TYPE = "application/x-www-form-urlencoded"

MAX_FIELDS = 1000
"""Fields of one form: more than people fill in by hand."""

DEEPEST = 4
"""Brackets that the name of a field may have; a deeper name is taken as it is."""

LIST = "[]"
"""The end of the name of a list's items."""

_NESTED = re.compile(rf"[^\[\]]+(?:\[[^\[\]]+\]){{0,{DEEPEST}}}(?:\[\])?")
_PART = re.compile(r"[^\[\]]+")


def parse(raw: bytes) -> dict[str, list[str]]:
    """Return the values of each field in their order, fields in the order of their first value.

    A field without `=` has an empty text as its value; an empty body has no fields. Raises MalformedInput for more
    than MAX_FIELDS fields, and for text that is not UTF-8, percent-encoded or not.
    """
    fields: dict[str, list[str]] = {}
    try:
        text = raw.decode("utf-8")
        if text.count("&") >= MAX_FIELDS:
            raise MalformedInput(f"The body has more than {MAX_FIELDS} fields.")
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
            fields.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise MalformedInput("The body is not valid UTF-8.") from None
    return fields


def nested(fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return a form whose names nest by brackets: `a[b]=1` is `{"a": {"b": "1"}}`, `a[]=1` is `{"a": ["1"]}`.

    Raises MalformedInput when a field that is no list has different values, or one name is a value and also a list or
    a part of others.
    """
    data: dict[str, Any] = {}
    for name, values in fields.items():
        is_list = name.endswith(LIST) and bool(_NESTED.fullmatch(name))
        if len(set(values)) > 1 and not is_list:
            raise repeated(name)
        *outer, last = _PART.findall(name) if _NESTED.fullmatch(name) else [name]
        level = data
        for part in outer:
            level = level.setdefault(part, {})
            if not isinstance(level, dict):
                raise _ambiguous(name)
        if last in level:
            raise _ambiguous(name)
        level[last] = values if is_list else values[-1]
    return data


def _ambiguous(name: str) -> MalformedInput:
    return MalformedInput("Input is given both as a value and in parts", name)
