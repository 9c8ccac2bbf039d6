"""GET /tickets/{ticket_id} - show a ticket. <Tickets API: Showing a Ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, listed, tickets
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=tickets.Shown, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket."""
    ticket = desk.tickets.get(request.identifier("ticket_id", TicketNotFound), request.principal)
    return listed.one(desk, ticket, request)
