"""GET /api/1.1/{response_format}/tickets/ - list tickets, newest first unless `sort` asks for another order.

<Happyfox API: Read All Tickets>
"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.list_query import TicketQuery, list_filter
from polydesk.dialects.happyfox.queries import page_size
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=responses.Page, query=TicketQuery, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page."""
    query = request.query(TicketQuery)
    size = page_size(query.size)
    wanted = list_filter(query, desk, desk.people_search, desk.context.now)
    found = desk.lists.page(request.principal, wanted, (query.page - 1) * size, size, query.sort)
    return answers.page(desk, found, query.page, size, query.shown)
