"""GET /api/v1/users/me - show the caller. <Zammad, Users: Me>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.queries import Showing
from polydesk.dialects.zammad.user_answers import OneUser, shown
from polydesk.dialects.zammad.users import ANYBODY, User
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=User | OneUser, query=Showing, versioned=True, permissions=ANYBODY)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the person whose token it is, or for whom the caller acts."""
    request.query(Showing)
    me = desk.users.one(request.principal.person_id, request.principal)
    return ok(shown(me, request, desk), me.version)
