"""POST /tickets/{ticket_id}/trash[.json] - move a ticket to the trash."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import answers, endpoint
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, no_content


@endpoint(quota="comments", versioned=True, repeat=answers.done)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket is in the trash."""
    number = request.identifier("ticket_id", TicketNotFound)
    request.require_readable_body()
    return no_content(desk.tickets.trash(number, request.principal, trashed=True).ticket.version)
