"""The Tickets API v1.1.0: `X-Token`, JSON, RFC 3339 times to the second, errors that name their place."""

from typing import Any

from polydesk.desk.access import Access
from polydesk.dialects.selectel.errors import TABLE, render_error, render_unexpected
from polydesk.domain.errors import MissingCredentials
from polydesk.domain.person import AGENT, CUSTOMER, Principal
from polydesk.formats import json as json_format
from polydesk.formats.errors import MalformedInput
from polydesk.http.endpoint import Dialect
from polydesk.http.errors import UnsupportedMediaType
from polydesk.http.request import Request
from polydesk.http.response import Rendered


def _authenticate(request: Request, access: Access) -> Principal:
    text = request.headers.get("x-token")
    if not text:
        raise MissingCredentials
    return access.of_person(text)


def _read(request: Request) -> Any:
    """Return the body as JSON; None for an absent one. Raises MalformedInput, also for `null`, which is no object."""
    if request.raw and request.media_type not in {"", json_format.CONTENT_TYPE}:
        raise UnsupportedMediaType(request.media_type, (json_format.CONTENT_TYPE,))
    data = json_format.parse(request.raw)
    if data is None and request.raw.strip():
        raise MalformedInput("Input should be an object")
    return data


def _render(data: Any, request: Request) -> Rendered:
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))


dialect = Dialect(
    name="selectel",
    permissions=(CUSTOMER, AGENT),
    authenticate=_authenticate,
    read=_read,
    errors=TABLE,
    render_error=render_error,
    render_unexpected=render_unexpected,
    render=_render,
)
endpoint = dialect.endpoint
