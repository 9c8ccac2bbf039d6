"""POST /api/v1/tickets - create a ticket. <Zammad, Ticket: Create>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, ticket_answers
from polydesk.dialects.zammad.queries import Writing
from polydesk.dialects.zammad.ticket_writing import open_ticket
from polydesk.dialects.zammad.written import created_ticket
from polydesk.domain.person import AGENT, CUSTOMER
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=ticket_answers.Shown,
    query=Writing,
    quota="tickets",
    versioned=True,
    permissions=(AGENT, CUSTOMER),
    repeat=created_ticket,
    files=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new ticket."""
    return created_ticket(open_ticket(request, desk), request, desk)
