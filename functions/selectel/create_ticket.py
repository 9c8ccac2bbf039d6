"""POST /support/tickets - create a ticket. <Tickets API v1.1.0: Create ticket>"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.dialects.selectel import answers, endpoint, responses
from polydesk.dialects.selectel.requests import Alias, Body, CommentText, Emails, Files, Summary, TopicKey
from polydesk.domain.errors import FileNotFound, TopicNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


class TicketBody(Body):
    """A new ticket."""

    summary: Annotated[Summary, Field(description="The subject.")]
    comment_body: Annotated[CommentText, Field(description="The first message.")]
    files: Files = []
    topic_key: Annotated[TopicKey, Field(description="The key of a topic. Default: the first topic.")] = ""
    client_aliased_name: Annotated[Alias, Field(description="The customer's name on this ticket.")] = ""
    client_emails: Annotated[Emails, Field(min_length=1, description="Further addresses of the customer.")] = []


@endpoint(
    answers=responses.Ticket,
    quota="tickets",
    versioned=True,
    raises=(TopicNotFound, FileNotFound),
    repeat=answers.ticket,
    files=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the new ticket."""
    wanted = request.body(TicketBody)
    new = TicketRequest(
        subject=wanted.summary,
        message=NewMessage(wanted.comment_body, uploads=wanted.files),
        customer=request.principal.person_id,
        category=desk.topic(wanted.topic_key) if wanted.topic_key else None,
        customer_alias=wanted.client_aliased_name or None,
        customer_emails=tuple(wanted.client_emails),
    )
    outcome, _ = desk.tickets.open(new, request.principal)
    return answers.ticket(outcome, request, desk)
