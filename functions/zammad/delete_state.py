"""DELETE /api/v1/ticket_states/{id} - delete a ticket state. <Zammad, Ticket States: Delete>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import WRITERS, endpoint, responses
from polydesk.domain.errors import StateNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.Nothing, permissions=WRITERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with an empty object."""
    desk.states.delete(request.identifier("id", StateNotFound), request.principal)
    return ok(responses.Nothing())
