"""POST /tickets/{ticket_id}/team_assignment[.json] - assign a ticket to a team, which replaces its present assignee."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import answers, assignments, endpoint
from polydesk.dialects.supportbee.requests import NewTeamAssignment
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, created


@endpoint(answers=assignments.AssignedToTeam, quota="comments", versioned=True, repeat=answers.held_again)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the assignment."""
    number = request.identifier("ticket_id", TicketNotFound)
    wanted = request.body(NewTeamAssignment).team_assignment
    outcome, assignee = desk.tickets.assign(number, request.principal, None, wanted.team_id)
    return created(assignments.assigned(outcome.written, assignee), outcome.ticket.version)
