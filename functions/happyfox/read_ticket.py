"""GET /api/1.1/{response_format}/ticket/{id}/ - read one ticket. <Happyfox API: Read One Ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=responses.Ticket, versioned=True, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket and its history."""
    ticket = desk.tickets.get(request.identifier("id", TicketNotFound), request.principal)
    return answers.counted_ticket(desk, ticket)
