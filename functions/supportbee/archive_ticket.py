"""POST /tickets/{ticket_id}/archive[.json] - archive a ticket. <Tickets API: Archiving Tickets>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import act, endpoint
from polydesk.domain.actions import archive
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket is archived."""
    return act(request, desk, lambda ticket, context: archive(ticket, context, archived=True))
