"""GET /api/v1/ticket_history/{id} - show what happened to a ticket."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, ids, ticket_history
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=ticket_history.TicketHistory, permissions=(AGENT,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with one item for each thing that happened, oldest first."""
    ticket = desk.tickets.get(ids.ticket_number(request, "id", TicketNotFound), request.principal)
    return ticket_history.shown(desk, ticket, request.principal)
