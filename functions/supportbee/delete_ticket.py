"""DELETE /tickets/{ticket_id} - delete a ticket that is in the trash. Needs `admin` besides `ticket.agent`."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import ADMIN, AGENT
from polydesk.http.request import Request
from polydesk.http.response import Response, no_content


@endpoint(quota="comments", permissions=(ADMIN,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: there is no such ticket any more."""
    request.principal.require_permission(AGENT)
    number = request.identifier("ticket_id", TicketNotFound)
    request.require_readable_body()
    desk.tickets.delete(number, request.principal, only_trash=True)
    return no_content()
