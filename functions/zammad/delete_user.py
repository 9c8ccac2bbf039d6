"""DELETE /api/v1/users/{id} - delete a user. <Zammad, Users: Delete>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, responses
from polydesk.domain.errors import PersonNotFound
from polydesk.domain.person import ADMIN_USERS
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.Nothing, quota="contacts", permissions=(ADMIN_USERS,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty object. Only customers without tickets are deleted."""
    desk.users.remove(request.identifier("id", PersonNotFound), request.principal)
    return ok(responses.Nothing())
