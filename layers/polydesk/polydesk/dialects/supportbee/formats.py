"""Bodies of this API: JSON or a form in, JSON out."""

import re
from typing import Any

from polydesk.dialects.supportbee import credentials
from polydesk.formats import form as form_format
from polydesk.formats import json as json_format
from polydesk.formats.errors import MalformedInput, repeated
from polydesk.http.content_hash import content_hash
from polydesk.http.endpoint import Rendered
from polydesk.http.errors import UnsupportedMediaType
from polydesk.http.request import Request

DEEPEST = 4
"""Brackets that the name of a field may have; a deeper name is taken as it is."""

LIST = "[]"
"""The end of the name of a list's items."""

_NESTED = re.compile(rf"[^\[\]]+(?:\[[^\[\]]+\]){{0,{DEEPEST}}}(?:\[\])?")
_PART = re.compile(r"[^\[\]]+")


def read(request: Request) -> Any:
    """Return the body in plain values, None for an empty one whatever its type.

    Raises MalformedInput and UnsupportedMediaType.
    """
    if not request.raw.strip():
        return None
    match request.media_type:
        case "" | json_format.CONTENT_TYPE:
            return json_format.parse(request.raw)
        case form_format.CONTENT_TYPE:
            return nested(form_format.parse(request.raw))
        case other:
            raise UnsupportedMediaType(other, (json_format.CONTENT_TYPE, form_format.CONTENT_TYPE))


def content(request: Request) -> str:
    """Return the hash of the body's values, which the caller's token is none of."""
    return content_hash(credentials.without_token(request.data), request.raw, as_texts=True)


def render(data: Any, request: Request) -> Rendered:
    """Return the answer's body."""
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))


def nested(fields: dict[str, list[str]]) -> dict[str, Any]:
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
