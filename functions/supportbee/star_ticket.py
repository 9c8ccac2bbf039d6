"""POST /tickets/{ticket_id}/star[.json] - star a ticket. <Tickets API: Starring Tickets>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import act, endpoint
from polydesk.domain.actions import star
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket has the caller's star."""
    return act(request, desk, lambda ticket, context: star(ticket, context, request.principal.person_id, starred=True))
