"""GET /api/v1/ticket_priorities/{id} - show a priority. <Zammad, Ticket Priorities: Show>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.listing import seen
from polydesk.dialects.zammad.priority_rows import OnePriority, TicketPriority, expanded, priority
from polydesk.dialects.zammad.queries import Showing
from polydesk.domain.errors import PriorityNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=TicketPriority | OnePriority, query=Showing)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the priority."""
    request.query(Showing)
    one = desk.catalog.priority(request.identifier("id", PriorityNotFound))
    row = priority(one, desk.catalog, desk.people.begin_of_desk())
    return ok(seen(request, "TicketPriority", row, expanded))
