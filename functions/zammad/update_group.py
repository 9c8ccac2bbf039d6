"""PUT /api/v1/groups/{id} - change a group. <Zammad, Groups: Update>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.bodies import given
from polydesk.dialects.zammad.groups import Group, GroupChange, OneGroup, shown
from polydesk.dialects.zammad.queries import Writing
from polydesk.domain.errors import CategoryNotFound
from polydesk.domain.person import ADMIN
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Group | OneGroup, query=Writing, versioned=True, permissions=(ADMIN,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the whole group; what the body does not mention stays as it is."""
    group_id = request.identifier("id", CategoryNotFound)
    category = desk.categories.change(group_id, given(request, GroupChange).changes)
    return ok(shown(request, desk, category), category.version)
