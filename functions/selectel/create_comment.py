"""POST /support/tickets/{ticket_number}/comments - comment a ticket. <Tickets API v1.1.0: Create comment to ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Body, CommentText, Files
from polydesk.domain.actions import comment
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.ticket import Message
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class NewComment(Body):
    """What is said."""

    body: CommentText
    files: Files = []


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the comment."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(NewComment)
    attached = desk.files.claim(wanted.files, request.principal)
    message = Message(wanted.body, files=attached.files)
    outcome = desk.tickets.change(
        number,
        request.principal,
        lambda ticket, context: comment(ticket, context, message),
        is_message=True,
        also=attached.operations,
    )
    return ok(responses.comment(outcome.written, outcome.ticket, desk.files.link))
