"""DELETE /tickets/{ticket_id}/archive[.json] - un-archive a ticket. <Tickets API: Un-Archiving Tickets>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import act, endpoint
from polydesk.domain.actions import archive
from polydesk.http.request import Request
from polydesk.http.response import Reply


@endpoint
def handler(request: Request, desk: Desk) -> Reply:
    """Answer 204: the ticket is not archived."""
    return act(request, desk, lambda ticket, occasion: archive(ticket, occasion, archived=False))
