"""POST /support/tickets/{ticket_number}/comments - add a comment.

<Tickets API v1.1.0: Create comment to ticket>
"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage
from polydesk.dialects.selectel import answers, endpoint, responses
from polydesk.dialects.selectel.requests import Body, CommentText, Files
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


class NewComment(Body):
    """A comment."""

    body: Annotated[CommentText, Field(description="The message.")]
    files: Files = []


@endpoint(answers=responses.Comment, quota="comments", repeat=answers.comment, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the comment."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(NewComment)
    message = NewMessage(wanted.body, uploads=wanted.files)
    outcome = desk.tickets.comment(number, request.principal, message)
    return answers.comment(outcome, request, desk)
