"""The Zammad API, ticket states: tokens in the Authorization header, JSON, times to the millisecond."""

from typing import Any

from polydesk.desk.access import Access
from polydesk.dialects.zammad import credentials
from polydesk.dialects.zammad.errors import crashed, failed
from polydesk.domain.person import AGENT, CUSTOMER, Principal
from polydesk.formats import json as json_format
from polydesk.http.endpoint import Dialect, Rendered
from polydesk.http.request import Request

OBJECTS = "admin.object"
READERS = (OBJECTS, AGENT, CUSTOMER)
WRITERS = (OBJECTS, "admin.ticket_state")
"""Who may change states: the second name is what newer versions of the vendor ask for."""


def _authenticate(request: Request, access: Access) -> Principal:
    principal = credentials.principal(request, access)
    principal.need(*(READERS if request.method == "GET" else WRITERS))
    return principal


def _read(request: Request) -> Any:
    """The body as JSON, whatever its Content-Type says: curl calls everything a form unless told otherwise."""
    return json_format.parse(request.raw)


def _render(data: Any, request: Request) -> Rendered:
    return Rendered(json_format.CONTENT_TYPE, json_format.render(data))


endpoint = Dialect("zammad", _authenticate, _read, failed, crashed, _render).endpoint
