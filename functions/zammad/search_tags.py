"""GET /api/v1/tag_search - find tags by their beginning. <Zammad, Tags: Search>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.tags import FoundName, SearchQuery, found
from polydesk.domain.person import ADMIN, AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[FoundName], query=SearchQuery, permissions=(AGENT, ADMIN))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the tags that begin so, by name."""
    query = request.query(SearchQuery)
    return ok(found(desk.tag_lists.beginning_with(query.term, query.wanted.offset, query.wanted.size)))
