"""POST /tickets/{ticket_id}/replies[.json] - reply to a ticket. <Replies API: Creating a Reply>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, replies
from polydesk.dialects.supportbee.histories import replied
from polydesk.dialects.supportbee.messages import NewReply
from polydesk.domain.errors import AttachmentNotFound, PersonLacksPermission, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=replies.ShownReply,
    quota="comments",
    versioned=True,
    raises=(AttachmentNotFound, PersonLacksPermission),
    repeat=replied,
    files=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the reply."""
    number = request.identifier("ticket_id", TicketNotFound)
    fields, by = request.body(NewReply).reply, request.principal
    other = fields.on_behalf_of
    author = desk.people.author(other.id, other.email or "", by).id if other else by.person_id
    return replied(desk.tickets.write(number, by, author, fields.public_message()), request, desk)
