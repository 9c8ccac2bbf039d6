"""GET /api/1.1/{response_format}/priorities/ - list the priorities."""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import catalog, endpoint
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[catalog.Priority])
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with all priorities, by id."""
    return ok([catalog.priority(one) for _, one in sorted(desk.catalog.priorities.items())])
