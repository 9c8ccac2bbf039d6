"""GET /support/tickets - returns all tickets. <Tickets API v1.1.0: Returns all tickets>"""

from polydesk.desk.desk import Desk
from polydesk.desk.states import Selection, select
from polydesk.dialects.selectel import endpoint, responses
from polydesk.http.request import Request
from polydesk.http.response import Response, ok

SELECTIONS: dict[tuple[bool, bool], Selection] = {
    (False, False): "all",
    (True, False): "opened",
    (False, True): "closed",
    (True, True): "none",
}
"""By `only_opened` and `only_closed`: no ticket is both."""


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page."""
    number = request.query.integer("page", default=1)
    size = request.query.integer("items_per_page", default=10, maximum=1000)
    selection = SELECTIONS[request.query.flag("only_opened"), request.query.flag("only_closed")]
    states = select(desk.states.current(), selection)
    words = request.query.text("q")
    page = desk.tickets.page(request.principal, states, (number - 1) * size, size, words)
    return ok(responses.page(page.total, page.tickets, number, size, desk.states.current(page.tickets)))
