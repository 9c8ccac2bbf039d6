"""The SupportBee API: a person's token in one of three places, JSON or forms in, JSON out, one sentence per error."""

from typing import Any

from polydesk.desk.access import Access
from polydesk.desk.desk import Desk
from polydesk.desk.tickets import Action
from polydesk.dialects.supportbee import credentials, formats
from polydesk.dialects.supportbee.errors import crashed, failed
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import AGENT, Principal
from polydesk.http.endpoint import Dialect
from polydesk.http.request import Request
from polydesk.http.response import Response, no_content


def _authenticate(request: Request, access: Access) -> Principal:
    principal = access.of_person(credentials.token(request))
    principal.need(AGENT)
    return principal


def _read(request: Request) -> Any:
    """The body without the token that it may carry; None when nothing is left."""
    data = formats.read(request)
    if isinstance(data, dict):
        return {name: value for name, value in data.items() if name != credentials.FIELD} or None
    return data


endpoint = Dialect("supportbee", _authenticate, _read, failed, crashed, formats.render).endpoint


def act(request: Request, desk: Desk, action: Action) -> Response:
    """Do with the ticket in the path what needs no body; it is a success also when it is so already.

    A body says nothing here but has to be one. Raises TicketNotFound, Invalid and UnsupportedMediaType.
    """
    number = request.identifier("ticket_id", TicketNotFound)
    formats.read(request)
    return no_content(desk.tickets.change(number, request.principal, action).ticket.version)
