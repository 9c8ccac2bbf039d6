"""PUT /api/v1/users/{id} - change a user. <Zammad, Users: Update>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.queries import Writing
from polydesk.dialects.zammad.user_answers import OneUser, shown
from polydesk.dialects.zammad.user_bodies import changes_of
from polydesk.dialects.zammad.users import WRITERS, User
from polydesk.domain.errors import PersonNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=User | OneUser, query=Writing, quota="contacts", versioned=True, permissions=WRITERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the whole user; what the body does not mention stays as it is. An agent changes customers."""
    before = desk.users.changeable(request.identifier("id", PersonNotFound), request.principal)
    who = desk.users.change(before, changes_of(request, desk, before), request.principal)
    return ok(shown(who, request, desk), who.version)
