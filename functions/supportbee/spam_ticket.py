"""POST /tickets/{ticket_id}/spam[.json] - mark a ticket as spam. <Tickets API: Spamming Tickets>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import act, endpoint
from polydesk.domain.actions import mark_spam
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket is spam."""
    return act(request, desk, lambda ticket, context: mark_spam(ticket, context, spam=True))
