"""GET /api/v1/tickets/{id} - show a ticket."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, ids, require_tickets, ticket_answers
from polydesk.dialects.zammad.queries import Showing, view
from polydesk.domain.errors import Forbidden, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=ticket_answers.Shown, query=Showing, versioned=True, raises=(Forbidden,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket."""
    request.query(Showing)
    caller = request.principal
    require_tickets(caller)
    ticket = desk.tickets.get(ids.ticket_number(request, "id", TicketNotFound), caller)
    return ok(ticket_answers.shown(desk, ticket, view(request), caller), ticket.version)
