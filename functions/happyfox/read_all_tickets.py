"""GET /api/1.1/{response_format}/tickets/ - read all tickets. <Happyfox API: Read All Tickets>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, listing, showing
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page, newest tickets first."""
    number, size = listing.paging(request.query)
    states = listing.states(request.query, desk)
    with_updates = request.query.flag("include_updates")
    words = listing.words(request.query)
    found = desk.tickets.page(request.principal, states, (number - 1) * size, size, words)
    return showing.page(desk, found, number, size, with_updates=with_updates)
