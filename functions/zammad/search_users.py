"""GET /api/v1/users/search - search for users."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.found_users import Found, found_users
from polydesk.dialects.zammad.user_search import UserSearch, searched
from polydesk.domain.person import ADMIN_USERS, AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Found, query=UserSearch, permissions=(AGENT, ADMIN_USERS), fields={"q": "query"})
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page of users, by id; those whom the query names whole come first."""
    return ok(found_users(desk, searched(request)))
