"""GET /api/v1/ticket_states - list. <Zammad, Ticket States: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, listing
from polydesk.dialects.zammad.answers import shown
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the states, inactive ones too."""
    states = desk.states.fresh()
    return ok(shown(listing.page(request.query, states), states, request, desk))
