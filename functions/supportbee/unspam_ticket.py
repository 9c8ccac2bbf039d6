"""DELETE /tickets/{ticket_id}/spam[.json] - say that a ticket is no spam. <Tickets API: Un-Spamming Tickets>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import act, endpoint
from polydesk.domain.actions import mark_spam
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket is no spam."""
    return act(request, desk, lambda ticket, context: mark_spam(ticket, context, spam=False))
