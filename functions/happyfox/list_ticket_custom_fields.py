"""GET /api/1.1/{response_format}/ticket_custom_fields/ - list the custom fields of tickets."""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import catalog, endpoint
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=catalog.NoItems)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty list: there are no custom fields."""
    return ok([])
