"""GET /api/v1/tags - show the tags of a ticket. <Zammad, Tags: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.tags import TagQuery, Tags
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Tags, query=TagQuery, versioned=True, permissions=(AGENT,), raises=(TicketNotFound,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the tags, in the order in which they were added."""
    ticket = desk.tickets.get(request.query(TagQuery).o_id, request.principal)
    return ok(Tags(tags=list(ticket.tags)), ticket.version)
