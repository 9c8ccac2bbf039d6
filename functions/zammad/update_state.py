"""PUT /api/v1/ticket_states/{id} - change a ticket state. <Zammad, Ticket States: Update>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import WRITERS, endpoint, responses
from polydesk.dialects.zammad.queries import Expand
from polydesk.dialects.zammad.requests import StateBody, shown
from polydesk.domain.errors import StateNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.State, query=Expand, versioned=True, permissions=WRITERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the whole state; what the body does not mention stays as it is."""
    state_id = request.identifier("id", StateNotFound)
    outcome = desk.states.change(state_id, request.body(StateBody).details, request.principal)
    return ok(shown([outcome.state], outcome.states, request, desk)[0], outcome.state.version)
