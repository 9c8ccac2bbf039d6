"""PUT /api/v1/tickets/{id} - change a ticket, or write an article. <Zammad, Ticket: Update>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, ticket_answers
from polydesk.dialects.zammad.queries import Writing
from polydesk.dialects.zammad.ticket_writing import change_ticket
from polydesk.dialects.zammad.written import changed_ticket
from polydesk.domain.person import AGENT, CUSTOMER
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=ticket_answers.Shown,
    query=Writing,
    quota="comments",
    versioned=True,
    permissions=(AGENT, CUSTOMER),
    files=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the whole ticket; what the body does not mention stays as it is."""
    return changed_ticket(change_ticket(request, desk), request, desk)
