"""POST /api/v1/tags/add - add a tag to a ticket. <Zammad, Tags: Add>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.bodies import given_alone
from polydesk.dialects.zammad.queries import Keys
from polydesk.dialects.zammad.tags import Done, TagBody, added
from polydesk.domain.errors import OutdatedVersion, TicketNotFound
from polydesk.domain.person import AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=Done,
    query=Keys,
    quota="comments",
    versioned=True,
    permissions=(AGENT,),
    raises=(TicketNotFound, OutdatedVersion),
    repeat=added,
    fields={"tags": "item"},
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with `true`, also when the ticket has the tag already."""
    wanted = given_alone(request, TagBody)
    outcome = desk.tickets.change_tags(wanted.o_id, request.principal, add=[wanted.item])
    return added(outcome, request, desk)
