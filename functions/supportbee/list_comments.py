"""GET /tickets/{ticket_id}/comments[.json] - list the comments of a ticket. <Comments API: Fetching Comments>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, replies
from polydesk.dialects.supportbee.histories import all_comments
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=replies.Comments, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the comments, oldest first: all of them, or the newest that one answer has room for."""
    ticket = desk.tickets.get(request.identifier("ticket_id", TicketNotFound), request.principal)
    return all_comments(ticket, request, desk)
