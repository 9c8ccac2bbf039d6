"""GET /api/v1/tag_list - list the tags of all tickets. <Zammad, Tags: Admin List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.queries import Paging
from polydesk.dialects.zammad.tags import CountedName, counted
from polydesk.domain.person import ADMIN, AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[CountedName], query=Paging, permissions=(AGENT, ADMIN))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the tags by name, and how many tickets have each."""
    page = request.query(Paging).wanted
    return ok(counted(desk.tag_lists.counted(page.offset, page.size)))
