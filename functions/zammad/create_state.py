"""POST /api/v1/ticket_states - create. <Zammad, Ticket States: Create>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import WRITERS, endpoint, responses
from polydesk.dialects.zammad.requests import StateBody, shown
from polydesk.http.request import Request
from polydesk.http.response import Response, created


@endpoint(answers=responses.State, versioned=True, permissions=WRITERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new state."""
    outcome = desk.states.create(request.body(StateBody).details, request.principal)
    return created(shown([outcome.state], outcome.states, request, desk)[0], outcome.state.version)
