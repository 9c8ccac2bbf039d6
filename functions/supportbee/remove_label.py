"""DELETE /tickets/{ticket_id}/labels/{label} - remove a label from a ticket, by its name or id."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import endpoint, labels
from polydesk.domain.errors import LabelNotFound, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, no_content


@endpoint(quota="comments", versioned=True, raises=(LabelNotFound,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 204: the ticket does not have the label."""
    number = request.identifier("ticket_id", TicketNotFound)
    request.require_readable_body()
    outcome = desk.tickets.remove_label(number, request.principal, *labels.names_in(request))
    return no_content(outcome.ticket.version)
