"""GET /support/tickets/{ticket_number}/comments - list the comments of a ticket.

<Tickets API v1.1.0: Returns ticket comments>
"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.domain.errors import TicketNotFound
from polydesk.http.payload import fitting
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.Comments, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the comments, oldest first: all of them, or the newest that one answer has room for."""
    ticket = desk.tickets.get(request.identifier("ticket_number", TicketNotFound), request.principal)
    link, newest_first = desk.files.link, desk.tickets.comments(ticket)
    items = fitting(responses.comment(one.entry, ticket, link, one.vote) for one in newest_first)
    desk.tickets.mark_read(ticket, request.principal)
    return ok(responses.Comments(items=items[::-1]))
