"""GET /api/v1/users/{id} - show a user. <Zammad, Users: Show>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.queries import Showing
from polydesk.dialects.zammad.user_answers import OneUser, shown
from polydesk.dialects.zammad.users import ANYBODY, User
from polydesk.domain.errors import PersonNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=User | OneUser, query=Showing, versioned=True, permissions=ANYBODY)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the user; a customer may see the own one only."""
    request.query(Showing)
    who = desk.users.one(request.identifier("id", PersonNotFound), request.principal)
    return ok(shown(who, request, desk), who.version)
