"""GET /api/v1/groups/{id} - show a group. <Zammad, Groups: Show>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import READERS, endpoint
from polydesk.dialects.zammad.groups import Group, OneGroup, shown
from polydesk.dialects.zammad.queries import Showing
from polydesk.domain.errors import CategoryNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Group | OneGroup, query=Showing, versioned=True, permissions=READERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the group."""
    request.query(Showing)
    category = desk.categories.get(request.identifier("id", CategoryNotFound))
    return ok(shown(request, desk, category), category.version)
