"""The Zammad API, ticket states: tokens in the Authorization header, JSON, times to the millisecond."""

from collections.abc import Collection
from typing import Any

from polydesk.dialects.zammad import credentials
from polydesk.dialects.zammad.errors import TABLE, invalid_value, render_error, render_unexpected
from polydesk.domain.person import ADMIN_OBJECTS, ADMIN_STATES, AGENT, CUSTOMER
from polydesk.formats import json as json_format
from polydesk.http.endpoint import Dialect, Rendered
from polydesk.http.parameters import ParameterRules
from polydesk.http.request import Request

WRITERS = (ADMIN_OBJECTS, ADMIN_STATES)
"""Permissions to change states; newer versions of the vendor ask for the second one."""


def _unknown_parameter(name: str, known: Collection[str]) -> str:
    """Return the sentence about an unknown query parameter."""
    return f"Unknown parameter '{name}'"


PARAMETERS = ParameterRules(
    ignored=frozenset(
        {
            "expand",
            "full",
            "page",
            "per_page",
            "limit",
            "sort_by",
            "order_by",
            "sort_dir",
            "assets",
            "include_metadata",
            "timestamp",
            "_",
        }
    ),
    unknown=_unknown_parameter,
    problem=invalid_value,
)
"""Clients send the ignored ones to every endpoint, as the vendor's own do. They select nothing."""


def _read(request: Request) -> Any:
    """Return the body as JSON, whatever its Content-Type: curl calls every body a form unless told otherwise."""
    return json_format.parse(request.raw)


def _render(data: Any, request: Request) -> Rendered:
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))


dialect = Dialect(
    name="zammad",
    permissions=(ADMIN_OBJECTS, AGENT, CUSTOMER),
    authenticate=credentials.principal,
    read=_read,
    errors=TABLE,
    render_error=render_error,
    render_unexpected=render_unexpected,
    render=_render,
    parameters=PARAMETERS,
    key_of=credentials.key_of,
)
endpoint = dialect.endpoint
