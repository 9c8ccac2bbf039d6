"""POST /tickets/{ticket_id}/comments[.json] - comment on a ticket. <Comments API: Creating a Comment>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, replies
from polydesk.dialects.supportbee.histories import commented
from polydesk.dialects.supportbee.messages import NewComment
from polydesk.domain.errors import AttachmentNotFound, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=replies.ShownComment,
    quota="comments",
    versioned=True,
    raises=(AttachmentNotFound,),
    repeat=commented,
    files=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the comment."""
    number = request.identifier("ticket_id", TicketNotFound)
    note, by = request.body(NewComment).comment.message(public=False), request.principal
    return commented(desk.tickets.write(number, by, by.person_id, note), request, desk)
