"""POST /tickets[.json] - create a ticket. <Tickets API: Creating a Ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, tickets
from polydesk.dialects.supportbee.messages import NewTicket
from polydesk.dialects.supportbee.new_ticket import open_ticket, opened, opened_again
from polydesk.domain.errors import AttachmentNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=tickets.Shown,
    quota="tickets",
    versioned=True,
    raises=(AttachmentNotFound,),
    repeat=opened_again,
    files=True,
    strangers=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new ticket."""
    outcome, requester = open_ticket(request.body(NewTicket).ticket, desk, request.principal)
    return opened(outcome, requester, request, desk)
