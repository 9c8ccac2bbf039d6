"""GET /api/1.1/{response_format}/categories/ - list the categories of tickets."""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import catalog, endpoint
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[catalog.Category])
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with all categories, by id."""
    return ok([catalog.category(one) for _, one in sorted(desk.catalog.categories.items())])
