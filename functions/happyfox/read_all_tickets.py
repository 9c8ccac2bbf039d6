"""GET /api/1.1/{response_format}/tickets/ - list tickets, newest first.

<Happyfox API: Read All Tickets>
"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.list_page import PageQuery
from polydesk.dialects.happyfox.queries import OptionalWords, page_size, wanted_states
from polydesk.http.request import Request
from polydesk.http.response import Response


class TicketQuery(PageQuery):
    """The page, and which tickets are in the list."""

    q: OptionalWords = None


@endpoint(answers=responses.Page, query=TicketQuery, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page, newest tickets first."""
    query = request.query(TicketQuery)
    size = page_size(query.size)
    states = wanted_states(query.status, desk)
    found = desk.lists.page(request.principal, states, (query.page - 1) * size, size, query.q)
    return answers.page(desk, found, query.page, size, query.shown)
