"""PATCH /support/tickets/{ticket_number} - modify a ticket. <Tickets API v1.1.0: Modify ticket properties>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Body, Emails, NonEmpty
from polydesk.domain.actions import change_customer_details
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class Properties(Body):
    """What can be changed of a ticket; what is absent stays, a null name is cleared."""

    client_aliased_name: NonEmpty | None = None
    client_emails: Emails = []


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(Properties)
    details: dict[str, str | tuple[str, ...] | None] = {}
    if "client_aliased_name" in wanted.model_fields_set:
        details["customer_alias"] = wanted.client_aliased_name
    if "client_emails" in wanted.model_fields_set:
        details["customer_emails"] = tuple(wanted.client_emails)
    ticket = desk.tickets.change(
        number, request.principal, lambda ticket, context: change_customer_details(ticket, context, details)
    ).ticket
    return ok(responses.ticket(ticket, desk.states.current([ticket])), ticket.version)
