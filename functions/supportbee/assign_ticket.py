"""POST /tickets/{ticket_id}/assignments[.json] - assign a ticket. <Tickets API: Assigning tickets to a User/Group>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import answers, endpoint, responses
from polydesk.dialects.supportbee.requests import NewAssignment
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, created


@endpoint(answers=responses.Assigned, quota="comments", versioned=True, repeat=answers.assigned_again)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the assignment."""
    number = request.identifier("ticket_id", TicketNotFound)
    wanted = request.body(NewAssignment).assignment
    outcome, assignee = desk.tickets.assign(number, request.principal, wanted.user_id, wanted.group_id)
    return created(responses.assigned(outcome.written, assignee), outcome.ticket.version)
