"""GET /tickets/search[.json] - search tickets, with the newest message first. <Tickets API: Searching Tickets>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, listed, tickets
from polydesk.dialects.supportbee.list_filter import NEWEST_ACTIVITY_FIRST, search_filter
from polydesk.dialects.supportbee.list_query import TicketSearchQuery
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=tickets.Page, query=TicketSearchQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page of the tickets that have the words."""
    query = request.query(TicketSearchQuery)
    wanted = search_filter(query)
    found = desk.lists.page(request.principal, wanted, query.offset, query.per_page, NEWEST_ACTIVITY_FIRST)
    return listed.page(desk, found, query, request)
