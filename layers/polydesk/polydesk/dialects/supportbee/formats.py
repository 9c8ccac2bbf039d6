"""Bodies of this API: JSON or a form in, JSON out."""

from typing import Any

from polydesk.dialects.supportbee import credentials
from polydesk.formats import form as form_format
from polydesk.formats import json as json_format
from polydesk.http.content_hash import content_hash
from polydesk.http.errors import UnsupportedMediaType
from polydesk.http.request import Request
from polydesk.http.response import Rendered


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
            return form_format.nested(form_format.parse(request.raw))
        case other:
            raise UnsupportedMediaType(other, (json_format.CONTENT_TYPE, form_format.CONTENT_TYPE))


def content(request: Request) -> str:
    """Return the hash of the body's values, which the caller's token is none of."""
    return content_hash(credentials.without_token(request.data), request.raw, as_texts=True)


def render(data: Any, request: Request) -> Rendered:
    """Return the answer's body."""
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))
