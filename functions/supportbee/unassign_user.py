"""DELETE /tickets/{ticket_id}/user_assignment[.json] - unassign a ticket from its user."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, no_content


@endpoint(quota="comments", versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: no user has the ticket."""
    number = request.identifier("ticket_id", TicketNotFound)
    request.require_readable_body()
    return no_content(desk.tickets.unassign(number, request.principal, "person").ticket.version)
