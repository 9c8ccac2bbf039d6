"""POST /api/v1/ticket_states - create a ticket state. <Zammad, Ticket States: Create>"""

from pydantic import ConfigDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import WRITERS, endpoint, responses
from polydesk.dialects.zammad.requests import Expand, StateBody, shown
from polydesk.http.request import Request
from polydesk.http.response import Response, created


class NewState(StateBody):
    """A new state; its type is given by id or by name."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["name"],
            "if": {"not": {"required": ["state_type_id"]}},
            "then": {"required": ["state_type"]},
        }
    )


@endpoint(answers=responses.State, query=Expand, versioned=True, permissions=WRITERS)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new state."""
    outcome = desk.states.create(request.body(NewState).details, request.principal)
    return created(shown([outcome.state], outcome.states, request, desk)[0], outcome.state.version)
