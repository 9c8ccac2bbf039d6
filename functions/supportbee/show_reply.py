"""GET /tickets/{ticket_id}/replies/{reply_id} - show a reply. <Replies API: Fetching a Reply>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, replies
from polydesk.dialects.supportbee.histories import shown_reply
from polydesk.domain.errors import ReplyNotFound, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=replies.ShownReply, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the reply."""
    number = request.identifier("ticket_id", TicketNotFound)
    reply_id = request.identifier("reply_id", ReplyNotFound)
    return shown_reply(desk.tickets.reply_by_id(number, reply_id, request.principal), request, desk)
