"""POST /tickets/{ticket_id}/assignments[.json] - assign a ticket. <Tickets API: Assigning tickets to a User/Group>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, responses
from polydesk.dialects.supportbee.requests import Holder, NewAssignment
from polydesk.domain.actions import assign
from polydesk.domain.catalog import Group
from polydesk.domain.errors import Invalid, TicketNotFound
from polydesk.domain.person import Person, Principal
from polydesk.domain.ticket import Assignee, Ticket
from polydesk.http.request import Request
from polydesk.http.response import Response, created


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the assignment."""
    number = request.identifier("ticket_id", TicketNotFound)
    wanted = request.body(NewAssignment).assignment
    seen, holder = _find(desk, number, wanted, request.principal)
    outcome = desk.tickets.change(
        number, request.principal, lambda ticket, context: assign(ticket, context, _assignee(holder)), seen=seen
    )
    return created(responses.assignment(outcome.written, holder), outcome.ticket.version)


def _find(desk: Desk, number: int, wanted: Holder, by: Principal) -> tuple[Ticket, Person | Group]:
    """The ticket and who is to have it, in one read. Raises TicketNotFound, PersonNotFound and GroupNotFound."""
    if wanted.user_id is not None:
        return desk.tickets.with_person(number, wanted.user_id, by)
    return desk.tickets.get(number, by), desk.group(wanted.group_id or 0)


def _assignee(holder: Person | Group) -> Assignee:
    """Who has the ticket from now on. Raises Invalid for a person who cannot work on it."""
    if isinstance(holder, Group):
        return Assignee("group", holder.id)
    if not holder.agent:
        raise Invalid("body", "assignment.user_id", "Input should be the id of an agent")
    if not holder.active:
        raise Invalid("body", "assignment.user_id", "Input should be the id of an active agent")
    return Assignee("person", holder.id)
