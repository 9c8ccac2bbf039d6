"""POST /tickets/{ticket_id}/user_assignment[.json] - assign a ticket to a user, who replaces its present assignee."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import answers, assignments, endpoint
from polydesk.dialects.supportbee.requests import NewUserAssignment
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, created


@endpoint(
    answers=assignments.AssignedToUser,
    quota="comments",
    versioned=True,
    repeat=answers.held_again,
    fields={"assignee": "user_assignment.user_id"},
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the assignment."""
    number = request.identifier("ticket_id", TicketNotFound)
    wanted = request.body(NewUserAssignment).user_assignment
    outcome, assignee = desk.tickets.assign(number, request.principal, wanted.user_id, None)
    return created(assignments.assigned(outcome.written, assignee), outcome.ticket.version)
