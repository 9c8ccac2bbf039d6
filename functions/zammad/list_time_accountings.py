"""GET /api/v1/tickets/{id}/time_accountings - list the working time of a ticket. <Zammad, Time accounting: List>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, histories, ids
from polydesk.dialects.zammad.time_accountings import TimeAccounting, accountings
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=list[TimeAccounting], permissions=(AGENT,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with what was booked, oldest first."""
    ticket = desk.tickets.get(ids.ticket_number(request, "id", TicketNotFound), request.principal)
    history = histories.read(desk, ticket)
    return ok(list(accountings(history)), headers=history.headers)
