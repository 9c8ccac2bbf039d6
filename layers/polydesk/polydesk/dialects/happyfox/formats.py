"""The formats of the HappyFox API: three to answer in, chosen in the path, and four to ask in, told by Content-Type.

Each one's code is imported where it is used: a function that answers in JSON never loads the YAML library.
"""

from collections.abc import Callable
from typing import Any

from polydesk.dialects.happyfox.truncation import thinner
from polydesk.domain.errors import NotFound, PayloadTooLarge, UnsupportedMediaType
from polydesk.formats import json as json_format
from polydesk.http import payload
from polydesk.http.endpoint import Rendered
from polydesk.http.request import Request

LARGEST_REQUEST = payload.LARGEST_ANSWER // 4 * 3
"""Bytes of a body that are certain to arrive: Lambda takes as much as it returns, and multipart travels in base64, four
bytes for three. API Gateway itself would take ten million."""


def _json(data: Any) -> Rendered:
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))


def _xml(data: Any) -> Rendered:
    from polydesk.formats import xml as xml_format

    return Rendered(f"{xml_format.CONTENT_TYPE}; charset=utf-8", xml_format.render(data))


def _yaml(data: Any) -> Rendered:
    from polydesk.formats import yaml as yaml_format

    return Rendered(f"{yaml_format.CONTENT_TYPE}; charset=utf-8", yaml_format.render(data))


WRITERS: dict[str, Callable[[Any], Rendered]] = {"json": _json, "xml": _xml, "yaml": _yaml}
"""By the `response_format` of the path."""


def insist_on_format(request: Request) -> None:
    """Raises NotFound for a path in a format that there is not."""
    if _format(request) not in WRITERS:
        raise NotFound


def _format(request: Request) -> str:
    return request.path_parameters.get("response_format", "")


def render(data: Any, request: Request) -> Rendered:
    """The answer's body in the format of the path, JSON where that names none; made to fit into what Lambda returns."""
    write = WRITERS.get(_format(request), _json)
    body = write(data)
    for less in thinner(data):
        if not payload.is_too_large(body.text):
            break
        body = write(less)
    return body


def read(request: Request) -> Any:
    """The body in plain values; the files of a multipart body stand in it under the names of their parts.

    Of a form, a field has its text as value, and a repeated one the list of its texts.
    Raises Invalid, PayloadTooLarge and UnsupportedMediaType.
    """
    if len(request.raw) > LARGEST_REQUEST:
        raise PayloadTooLarge(LARGEST_REQUEST)
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
            raise UnsupportedMediaType(other)


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
