"""POST /support/tickets/{ticket_number}/reopen - reopen a ticket. <Tickets API v1.1.0: Reopen ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Body, CommentText, Files
from polydesk.domain.actions import reopen
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.ticket import Message
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class Reopening(Body):
    """Why the ticket is taken up again."""

    body: CommentText
    files: Files = []


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the open ticket."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(Reopening)
    attached = desk.files.claim(wanted.files, request.principal)
    message = Message(wanted.body, files=attached.files)
    ticket = desk.tickets.change(
        number,
        request.principal,
        lambda ticket, context: reopen(ticket, context, message),
        is_message=True,
        also=attached.operations,
    ).ticket
    return ok(responses.ticket(ticket, desk.states.current([ticket])), ticket.version)
