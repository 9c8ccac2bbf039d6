"""GET /users[.json] - list active agents, or the users with certain roles, by id."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, people
from polydesk.dialects.supportbee.user_query import UserListQuery
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=people.Users | people.UsersPage, query=UserListQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the users; where customers are among them, with one page."""
    query = request.query(UserListQuery)
    found, total = desk.people_search.page(query.wants, query.offset, query.limit)
    if query.is_paged:
        return ok(people.page(found, total, query.page, query.per_page, desk))
    return ok(people.listed(found, desk))
