"""POST /support/tickets/{ticket_number}/reopen - reopen a ticket. <Tickets API v1.1.0: Reopen ticket>"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage
from polydesk.dialects.selectel import answers, endpoint, responses
from polydesk.dialects.selectel.requests import Body, CommentText, Files
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


class ReopenRequest(Body):
    """The reason to reopen the ticket."""

    body: Annotated[CommentText, Field(description="The message.")]
    files: Files = []


@endpoint(answers=responses.Ticket, quota="comments", versioned=True, repeat=answers.ticket, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the open ticket."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(ReopenRequest)
    message = NewMessage(wanted.body, uploads=wanted.files)
    outcome = desk.tickets.reopen(number, request.principal, message)
    return answers.ticket(outcome, request, desk)
