"""GET /tickets/{ticket_id}/replies[.json] - list the replies of a ticket. <Replies API: Fetching Replies>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, replies
from polydesk.dialects.supportbee.histories import all_replies
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=replies.Replies, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the replies, oldest first: all of them, or the newest that one answer has room for."""
    ticket = desk.tickets.get(request.identifier("ticket_id", TicketNotFound), request.principal)
    return all_replies(ticket, request, desk)
