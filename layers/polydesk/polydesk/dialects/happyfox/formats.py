"""Formats of the HappyFox API: three for answers, chosen in the path, and four for requests, by Content-Type.

The code of a format is imported where it is used: a function that answers in JSON never loads the YAML library.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from polydesk.desk.context import IdempotencyKey
from polydesk.domain.errors import NotFound
from polydesk.formats import json as json_format
from polydesk.http import payload
from polydesk.http.content_hash import MAX_VALUES, content_hash
from polydesk.http.errors import UnsupportedMediaType
from polydesk.http.request import Request
from polydesk.http.response import Rendered

_READABLE = (
    json_format.CONTENT_TYPE,
    "application/x-yaml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
)
"""Media types of requests. `application/yaml` is read too; the vendor documents the other name."""


def _json(data: Any) -> Rendered:
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))


def _xml(data: Any) -> Rendered:
    from polydesk.formats import xml as xml_format

    return Rendered(xml_format.CONTENT_TYPE, xml_format.render(data))


def _yaml(data: Any) -> Rendered:
    from polydesk.formats import yaml as yaml_format

    return Rendered(yaml_format.CONTENT_TYPE, yaml_format.render(data))


WRITERS: dict[str, Callable[[Any], Rendered]] = {"json": _json, "xml": _xml, "yaml": _yaml}
"""By the `response_format` of the path."""


def require_known_format(request: Request) -> None:
    """Raise NotFound for a path with an unknown response format."""
    if _format(request) not in WRITERS:
        raise NotFound


def _format(request: Request) -> str:
    return request.path_parameters.get("response_format", "")


def render(data: Any, request: Request) -> Rendered:
    """Return the answer's body in the format of the path, or in JSON, cut to what Lambda can return."""
    write = WRITERS.get(_format(request), _json)
    body = write(data)
    return _cut(data, body, write) if payload.is_too_large(body.text) else body


def _cut(data: Any, body: Rendered, write: Callable[[Any], Rendered]) -> Rendered:
    """Return the body of shorter data: of as much as fits, else of the least; the same when nothing can be cut."""
    from polydesk.dialects.happyfox.truncation import truncations  # few answers are so large

    for less in truncations(data):
        body = write(less)
        if not payload.is_too_large(body.text):
            break
    return body


def read(request: Request) -> Any:
    """Return the body in plain values; the files of a multipart body stand in it under the names of their parts.

    A field of a form has its text as value, and a repeated field the list of its texts.
    Raises MalformedInput, TooLarge and UnsupportedMediaType.
    """
    match request.media_type:
        case "" | json_format.CONTENT_TYPE:
            return json_format.parse(request.raw)
        case "application/x-yaml" | "application/yaml":
            from polydesk.formats import yaml as yaml_format

            return yaml_format.parse(request.raw)
        case "application/x-www-form-urlencoded":
            from polydesk.formats import form as form_format

            return _single(form_format.parse(request.raw))
        case "multipart/form-data":
            return _multipart(request)
        case other:
            raise UnsupportedMediaType(other, _READABLE)


def _multipart(request: Request) -> dict[str, Any]:
    from polydesk.formats import multipart as multipart_format

    form = multipart_format.parse(request.raw, request.headers.get("content-type", ""))
    data = _single(form.fields)
    for part in form.files:
        there = data.setdefault(part.field, [])
        data[part.field] = [*there, part] if isinstance(there, list) else [there, part]
    return data


def _single(fields: dict[str, list[str]]) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def content(request: Request) -> str:
    """Return the hash of the body's values; of a file, of its name, type and content."""
    return content_of(request.data, request.raw)


def content_of(data: Any, raw: bytes, most: int = MAX_VALUES) -> str:
    """Return the hash of these values of a body, or that of `raw` when there are more than `most`."""
    return content_hash(data, raw, as_texts=True, other=_file, most=most)


def key_of(request: Request, key: IdempotencyKey) -> IdempotencyKey:
    """Return the key as it is for a JSON body; version 0.1 has another one for a form with files."""
    if key.former is None or request.media_type != "multipart/form-data":
        return key
    values = json.dumps(request.data, sort_keys=True, default=_file)
    former = key.part("form", "", hashlib.sha256(values.encode()).hexdigest()).former
    return replace(key, former=former)


def _file(part: Any) -> list[str]:
    return [part.name, part.content_type, hashlib.sha256(part.content).hexdigest()]
