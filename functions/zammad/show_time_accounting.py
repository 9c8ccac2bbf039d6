"""GET /api/v1/tickets/{id}/time_accountings/{accounting_id} - show working time of a ticket.

<Zammad, Time accounting: Show>
"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, histories, ids
from polydesk.dialects.zammad.errors import TimeAccountingNotFound
from polydesk.dialects.zammad.time_accountings import TimeAccounting, found
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=TimeAccounting, permissions=(AGENT,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with what one update of the ticket has booked."""
    accounting_id = request.identifier("accounting_id", TimeAccountingNotFound)
    ticket = desk.tickets.get(ids.ticket_number(request, "id", TicketNotFound), request.principal)
    return ok(found(histories.read(desk, ticket), accounting_id))
