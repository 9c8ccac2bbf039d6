"""GET /api/v1/users - list the users. <Zammad, Users: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.user_answers import Users, shown_page
from polydesk.dialects.zammad.user_query import UserQuery
from polydesk.dialects.zammad.users import ANYBODY, User
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=list[User] | Users, query=UserQuery, permissions=ANYBODY)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page of the users, by id; a customer sees the own one only."""
    query = request.query(UserQuery)
    found = desk.users.page(query.wanted.offset, query.wanted.size, request.principal, ascending=query.ascending)
    return shown_page(found.people, found.total, request, desk)
