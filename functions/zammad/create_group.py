"""POST /api/v1/groups - create a group. <Zammad, Groups: Create>"""

from pydantic import ConfigDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.bodies import given
from polydesk.dialects.zammad.groups import Group, GroupChange, OneGroup, created_group
from polydesk.dialects.zammad.queries import Writing
from polydesk.domain.person import ADMIN
from polydesk.http.request import Request
from polydesk.http.response import Response


class NewGroup(GroupChange):
    """A new group."""

    model_config = ConfigDict(json_schema_extra={"required": ["name"]})


@endpoint(answers=Group | OneGroup, query=Writing, versioned=True, permissions=(ADMIN,), repeat=created_group)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new group."""
    body = given(request, NewGroup)
    return created_group(desk.categories.create(body.line, body.note or ""), request, desk)
