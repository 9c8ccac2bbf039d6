"""GET /support/tickets/{ticket_number}/comments - a ticket's comments. <Tickets API v1.1.0: Returns ticket comments>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, present
from polydesk.domain.errors import TicketNotFound
from polydesk.http.reply import Reply, ok
from polydesk.http.request import Request


@endpoint
def handler(request: Request, desk: Desk) -> Reply:
    """Answer 200 with all comments, oldest first."""
    number = request.identifier("ticket_number", TicketNotFound)
    ticket, history = desk.tickets.comments(number, request.principal)
    link, votes = desk.files.link, history.votes
    return ok({"items": [present.comment(one, ticket, link, votes.get(one.version)) for one in history.updates]})
