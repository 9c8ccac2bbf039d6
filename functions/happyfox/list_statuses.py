"""GET /api/1.1/{response_format}/statuses/ - list the statuses that tickets can be given."""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import catalog, endpoint
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[catalog.Status])
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the active statuses as they are now, by `order`; one for removed tickets is not among them."""
    return ok(catalog.statuses(desk.states.fresh()))
