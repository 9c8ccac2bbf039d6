"""POST /api/v1/users - create a user. <Zammad, Users: Create>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.queries import Writing
from polydesk.dialects.zammad.user_answers import OneUser, created_user
from polydesk.dialects.zammad.user_bodies import changes_of
from polydesk.dialects.zammad.users import WRITERS, User
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=User | OneUser,
    query=Writing,
    quota="contacts",
    versioned=True,
    permissions=WRITERS,
    repeat=created_user,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new user; one that an agent creates is a customer."""
    return created_user(desk.users.create(changes_of(request, desk), request.principal), request, desk)
