"""Reads the body of a call: JSON, or a form.

A body is JSON whatever its Content-Type says, because curl calls every body a form unless told otherwise. One that is
called a form is read as one when it has an `=` and does not begin as JSON does.
"""

from typing import Any

from polydesk.dialects.zammad.parameters import HARMLESS
from polydesk.formats import form
from polydesk.formats import json as json_format
from polydesk.http.content_hash import content_hash
from polydesk.http.request import Request

_JSON_BEGINS = (b"{", b"[", b'"')


def read(request: Request) -> Any:
    """Return the body in plain values; None for an empty one. Raises MalformedInput."""
    raw = request.raw
    if request.media_type == form.CONTENT_TYPE and b"=" in raw and not raw.lstrip().startswith(_JSON_BEGINS):
        return form.nested(form.parse(raw))
    return json_format.parse(raw)


def content(request: Request) -> str:
    """Return the hash by which two requests under one Idempotency-Key are compared: of body and query together."""
    data = request.data
    sent = {name: list(texts) for name, texts in request.query_parameters.items() if name not in HARMLESS}
    return content_hash([data, sent] if sent else data, request.raw)
