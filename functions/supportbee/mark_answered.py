"""POST /tickets/{ticket_id}/answered[.json] - mark a ticket as answered."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import answers, endpoint
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, no_content


@endpoint(quota="comments", versioned=True, repeat=answers.done)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket counts as answered until its next public message."""
    number = request.identifier("ticket_id", TicketNotFound)
    request.require_readable_body()
    return no_content(desk.tickets.mark_answered(number, request.principal, answered=True).ticket.version)
