"""GET /api/v1/object_manager_attributes - list the fields of tickets, users and groups. <Zammad, Objects: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.object_attributes import ObjectAttribute, object_attributes
from polydesk.domain.person import ADMIN_OBJECTS, AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[ObjectAttribute], permissions=(ADMIN_OBJECTS, AGENT))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the fields, which are built in."""
    return ok(object_attributes())
