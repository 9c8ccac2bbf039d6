"""GET /api/v1/tickets - list the tickets."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, ticket_answers, ticket_lists
from polydesk.dialects.zammad.queries import view
from polydesk.dialects.zammad.ticket_query import TicketListQuery
from polydesk.domain.filters import EVERY
from polydesk.http.request import Request
from polydesk.http.response import Response, ok

INSTEAD = "Sort by id, number, created_at, updated_at or last_contact_at, or search for fewer tickets."


@endpoint(answers=ticket_answers.Listed, query=TicketListQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page: those that the caller may see, but for removed ones, spam and those in the trash."""
    query, caller = request.query(TicketListQuery), request.principal
    found = ticket_lists.page(desk, caller, EVERY, query.wanted, query.sorting, INSTEAD)
    return ok(ticket_answers.listed(desk, found, view(request), caller))
