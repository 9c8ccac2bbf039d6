"""GET /api/v1/roles/{id} - show a role. <Zammad, Roles: Show>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import READERS, endpoint
from polydesk.dialects.zammad.errors import RoleNotFound
from polydesk.dialects.zammad.listing import seen
from polydesk.dialects.zammad.queries import Showing
from polydesk.dialects.zammad.role_rows import OneRole, Role, existing_role, expanded
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Role | OneRole, query=Showing, permissions=READERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the role."""
    request.query(Showing)
    row = existing_role(request.identifier("id", RoleNotFound), desk.people.begin_of_desk())
    return ok(seen(request, "Role", row, expanded))
