"""GET /support/tickets/{ticket_number} - find a ticket by number. <Tickets API v1.1.0: Find ticket by number>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.Ticket, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket."""
    ticket = desk.tickets.get(request.identifier("ticket_number", TicketNotFound), request.principal)
    return ok(responses.ticket(ticket, desk.states.current([ticket])), ticket.version)
