"""GET /api/1.1/{response_format}/staff/ - list the members of staff."""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, staff
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[staff.Agent])
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with all agents, inactive ones too, by id."""
    category_ids = sorted(desk.catalog.categories)
    return ok([staff.member(one, category_ids) for one in desk.people_search.agents()])
