"""Bodies as this API has them: JSON or a form in, JSON that names its charset out."""

import re
from typing import Any

from polydesk.domain.errors import Invalid, UnsupportedMediaType
from polydesk.formats import form as form_format
from polydesk.formats import json as json_format
from polydesk.http.endpoint import Rendered
from polydesk.http.request import Request

CONTENT_TYPE = f"{json_format.CONTENT_TYPE}; charset=utf-8"

DEEPEST = 4
"""How many brackets a field's name may have; what goes deeper is taken as a name like any other."""

_NESTED = re.compile(rf"[^\[\]]+(?:\[[^\[\]]+\]){{0,{DEEPEST}}}")
_PART = re.compile(r"[^\[\]]+")


def read(request: Request) -> Any:
    """The body in plain values, None for an empty one whatever its type. Raises Invalid and UnsupportedMediaType."""
    if not request.raw.strip():
        return None
    match request.media_type:
        case "" | json_format.CONTENT_TYPE:
            return json_format.parse(request.raw)
        case form_format.CONTENT_TYPE:
            return nested(form_format.parse(request.raw))
        case other:
            raise UnsupportedMediaType(other)


def render(data: Any, request: Request) -> Rendered:
    """The answer's body."""
    return Rendered(CONTENT_TYPE, json_format.render(data))


def nested(fields: dict[str, list[str]]) -> dict[str, Any]:
    """A form whose names nest by brackets: `a[b]=1` is `{"a": {"b": "1"}}`. Of a repeated field the last counts.

    Raises Invalid when one name is both a value and a part of others.
    """
    data: dict[str, Any] = {}
    for name, values in fields.items():
        *outer, last = _PART.findall(name) if _NESTED.fullmatch(name) else [name]
        place = data
        for part in outer:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise _ambiguous(name)
        if isinstance(place.get(last), dict):
            raise _ambiguous(name)
        place[last] = values[-1]
    return data


def _ambiguous(name: str) -> Invalid:
    return Invalid("body", name, "Input is given both by itself and in parts", "malformed")
