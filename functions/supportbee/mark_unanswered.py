"""DELETE /tickets/{ticket_id}/answered[.json] - mark a ticket as unanswered."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, no_content


@endpoint(quota="comments", versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket counts as unanswered until its next public message."""
    number = request.identifier("ticket_id", TicketNotFound)
    request.require_readable_body()
    return no_content(desk.tickets.mark_answered(number, request.principal, answered=False).ticket.version)
