"""POST /api/v1/ticket_states - create a ticket state. <Zammad, Ticket States: Create>"""

from pydantic import ConfigDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import WRITERS, endpoint, responses
from polydesk.dialects.zammad.answers import created_state
from polydesk.dialects.zammad.queries import Expand
from polydesk.dialects.zammad.requests import StateBody
from polydesk.http.request import Request
from polydesk.http.response import Response


class NewState(StateBody):
    """A new state; its type is given by id or by name."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["name"],
            "if": {"not": {"required": ["state_type_id"]}},
            "then": {"required": ["state_type"]},
        }
    )


@endpoint(answers=responses.State, query=Expand, versioned=True, permissions=WRITERS, repeat=created_state)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the new state."""
    outcome = desk.states.create(request.body(NewState).details, request.principal)
    return created_state(outcome, request, desk)
