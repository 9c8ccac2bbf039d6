"""GET /api/v1/groups - list the groups. <Zammad, Groups: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import READERS, endpoint
from polydesk.dialects.zammad.groups import Group, GroupQuery, Groups, shown_list
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=list[Group] | Groups, query=GroupQuery, permissions=READERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the groups, by id unless the query says otherwise."""
    request.query(GroupQuery)
    return shown_list(request, desk, desk.categories.all())
