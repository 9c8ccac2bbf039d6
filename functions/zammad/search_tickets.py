"""GET /api/v1/tickets/search - search for tickets."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.ticket_search import Found, TicketSearch, answer, searched
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Found, query=TicketSearch, fields={"q": "query"})
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page of the tickets that the caller may see and that the query finds."""
    search = searched(request.query(TicketSearch), request)
    return ok(answer(desk, search, request.principal))
