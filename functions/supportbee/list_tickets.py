"""GET /tickets[.json] - list tickets, with the newest message first unless `sort_by` asks for another order.

<Tickets API: Fetching Tickets>
"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, listed, tickets
from polydesk.dialects.supportbee.list_filter import list_filter, list_order
from polydesk.dialects.supportbee.list_query import TicketListQuery
from polydesk.dialects.supportbee.lookups import DeskLookups
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=tickets.Page | tickets.Total, query=TicketListQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page, or with the number of tickets alone."""
    query, caller = request.query(TicketListQuery), request.principal
    wanted = list_filter(query, caller, DeskLookups(desk))
    if query.total_only:
        return ok(tickets.Total(total=desk.lists.total(caller, wanted)))
    found = desk.lists.page(caller, wanted, query.offset, query.per_page, list_order(query))
    return listed.page(desk, found, query, request)
