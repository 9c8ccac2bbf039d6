"""POST /support/tickets - create a ticket. <Tickets API v1.1.0: Create ticket>"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Body, CommentText, Emails, Files, NonEmpty, Summary
from polydesk.domain.actions import NewTicket
from polydesk.domain.ticket import Message
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class TicketBody(Body):
    """What a new ticket is made of."""

    summary: Summary
    comment_body: CommentText
    files: Files = []
    topic_key: NonEmpty = ""
    client_aliased_name: NonEmpty = ""
    client_emails: Annotated[Emails, Field(min_length=1)] = []


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the new ticket."""
    wanted = request.body(TicketBody)
    attached = desk.files.claim(wanted.files, request.principal)
    catalog = desk.catalog
    category = catalog.topic(wanted.topic_key) if wanted.topic_key else catalog.default_category
    opening = NewTicket(
        wanted.summary,
        Message(wanted.comment_body, files=attached.files),
        request.principal.person_id,
        category.id,
        catalog.default_priority.id,
        wanted.client_aliased_name or None,
        tuple(wanted.client_emails),
    )
    ticket = desk.tickets.open(opening, request.principal, also=attached.operations).ticket
    return ok(responses.ticket(ticket, desk.states.current([ticket])), ticket.version)
