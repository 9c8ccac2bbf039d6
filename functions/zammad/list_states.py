"""GET /api/v1/ticket_states - list. <Zammad, Ticket States: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, responses, sorting
from polydesk.dialects.zammad.requests import Expand, LenientNumber, shown
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class StateQuery(Expand):
    """The page of the list, and its order. Numbers that are none count as absent, as Rails takes them."""

    page: LenientNumber = None
    per_page: LenientNumber = None
    limit: LenientNumber = None
    sort_by: str = ""
    order_by: str = ""


@endpoint(answers=list[responses.State])
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the states, inactive ones too."""
    query = request.query(StateQuery)
    states = desk.states.fresh()
    size = query.per_page or query.limit or sorting.DEFAULT_SIZE
    page = sorting.page(states, query.page or 1, size, query.sort_by, query.order_by)
    return ok(shown(page, states, request, desk))
