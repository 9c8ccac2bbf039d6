"""GET /api/v1/roles - list the roles. <Zammad, Roles: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import READERS, endpoint
from polydesk.dialects.zammad.listing import listed
from polydesk.dialects.zammad.role_rows import COLUMNS, Role, RoleQuery, Roles, expanded, roles
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=list[Role] | Roles, query=RoleQuery, permissions=READERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the three roles, by id unless the query says otherwise."""
    request.query(RoleQuery)
    return listed(request, "Role", roles(desk.people.begin_of_desk()), COLUMNS, expanded)
