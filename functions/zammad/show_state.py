"""GET /api/v1/ticket_states/{id} - show a ticket state. <Zammad, Ticket States: Show>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, responses
from polydesk.dialects.zammad.queries import Expand
from polydesk.dialects.zammad.requests import shown
from polydesk.domain.errors import StateNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.State, query=Expand, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the state."""
    state_id = request.identifier("id", StateNotFound)
    states = desk.states.fresh()
    state = states.existing(state_id)
    return ok(shown([state], states, request, desk)[0], state.version)
