"""GET /users/{user_id} - show an agent or a customer."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, people
from polydesk.domain.errors import PersonNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=people.ShownUser)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the user, active or not."""
    person = desk.people.one(request.identifier("user_id", PersonNotFound))
    return ok(people.ShownUser(user=people.present(person, desk)))
