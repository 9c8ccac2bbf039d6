"""GET /api/v1/ticket_priorities - list the priorities. <Zammad, Ticket Priorities: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.listing import listed
from polydesk.dialects.zammad.priority_rows import (
    COLUMNS,
    Priorities,
    PriorityQuery,
    TicketPriority,
    expanded,
    priorities,
)
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=list[TicketPriority] | Priorities, query=PriorityQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the priorities, by id unless the query says otherwise."""
    request.query(PriorityQuery)
    rows = priorities(desk.catalog, desk.people.begin_of_desk())
    return listed(request, "TicketPriority", rows, COLUMNS, expanded)
