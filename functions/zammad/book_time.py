"""POST /api/v1/time_accountings - book working time on a ticket that the body names."""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint
from polydesk.dialects.zammad.bodies import given_alone
from polydesk.dialects.zammad.queries import Keys
from polydesk.dialects.zammad.time_accountings import NewTimeOfTicket, TimeAccounting, booked
from polydesk.domain.errors import OutdatedVersion, TicketNotFound
from polydesk.domain.person import AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=TimeAccounting,
    query=Keys,
    quota="comments",
    versioned=True,
    permissions=(AGENT,),
    raises=(TicketNotFound, OutdatedVersion),
    repeat=booked,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with what was booked."""
    wanted, caller = given_alone(request, NewTimeOfTicket), request.principal
    outcome = desk.tickets.handle(wanted.ticket_id, caller, caller.person_id, wanted.handling, None)
    return booked(outcome, request, desk)
