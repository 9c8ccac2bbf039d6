"""DELETE /api/v1/groups/{id} - delete a group. <Zammad, Groups: Delete>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, responses
from polydesk.domain.errors import CategoryNotFound
from polydesk.domain.person import ADMIN
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.Nothing, permissions=(ADMIN,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty object."""
    desk.categories.delete(request.identifier("id", CategoryNotFound))
    return ok(responses.Nothing())
