"""The Zammad API: tokens in the Authorization header, JSON, times to the millisecond."""

from typing import Any

from polydesk.dialects.zammad import credentials, reading
from polydesk.dialects.zammad.errors import TABLE, render_error, render_unexpected
from polydesk.dialects.zammad.parameters import PARAMETERS
from polydesk.domain.errors import Forbidden
from polydesk.domain.person import ADMIN, ADMIN_OBJECTS, ADMIN_STATES, AGENT, CUSTOMER, Principal
from polydesk.formats import json as json_format
from polydesk.http.endpoint import Dialect
from polydesk.http.request import Request
from polydesk.http.response import Rendered

WRITERS = (ADMIN_OBJECTS, ADMIN_STATES)
"""Permissions to change states; newer versions of the vendor ask for the second one."""

READERS = (AGENT, ADMIN)
"""Permissions to read what is of no use to customers."""

EVERYBODY = (AGENT, CUSTOMER, ADMIN)
"""Permissions of which everybody has one who can do anything."""


FORBIDDEN = {
    "/api/v1/ticket_articles/{id}": ("PUT", "DELETE"),
    "/api/v1/tickets/{id}/time_accountings/{accounting_id}": ("PUT", "DELETE"),
}
"""A message never changes, nor does what was booked: a negative time takes it back."""


def may_see_tickets(by: Principal) -> bool:
    """Return whether the caller is an agent or a customer."""
    return by.has_permission(AGENT, CUSTOMER)


def require_tickets(by: Principal) -> None:
    """Raise Forbidden for an administrator who is neither an agent nor a customer."""
    if not may_see_tickets(by):
        raise Forbidden(AGENT)


def _render(data: Any, request: Request) -> Rendered:
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))


dialect = Dialect(
    name="zammad",
    permissions=(ADMIN_OBJECTS, AGENT, CUSTOMER),
    authenticate=credentials.principal,
    read=reading.read,
    errors=TABLE,
    render_error=render_error,
    render_unexpected=render_unexpected,
    render=_render,
    content=reading.content,
    parameters=PARAMETERS,
    key_of=credentials.key_of,
    forbidden=FORBIDDEN,
)
endpoint = dialect.endpoint
