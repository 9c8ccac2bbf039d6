"""GET /api/1.1/{response_format}/contact_groups/ - list the groups of contacts."""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import catalog, endpoint
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=catalog.NoItems)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty list: there are no groups of contacts."""
    return ok([])
