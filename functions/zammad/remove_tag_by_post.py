"""POST /api/v1/tags/remove - remove a tag from a ticket. Some clients send a POST instead of a DELETE."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.queries import Keys
from polydesk.dialects.zammad.tags import Done, remove, removed
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
    repeat=removed,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with `true`, also when the ticket does not have the tag."""
    return remove(request, desk)
