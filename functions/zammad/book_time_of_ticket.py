"""POST /api/v1/tickets/{id}/time_accountings - book working time on a ticket. <Zammad, Time accounting: Create>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, ids
from polydesk.dialects.zammad.bodies import given_alone
from polydesk.dialects.zammad.queries import Keys
from polydesk.dialects.zammad.time_accountings import NewTime, TimeAccounting, booked
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(
    answers=TimeAccounting,
    query=Keys,
    quota="comments",
    versioned=True,
    permissions=(AGENT,),
    repeat=booked,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with what was booked."""
    wanted, caller = given_alone(request, NewTime), request.principal
    outcome = desk.tickets.handle(
        ids.ticket_number(request, "id", TicketNotFound), caller, caller.person_id, wanted.handling, None
    )
    return booked(outcome, request, desk)
