"""PATCH /support/tickets/{ticket_number} - modify a ticket. <Tickets API v1.1.0: Modify ticket properties>"""

from typing import Annotated, Any

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.selectel import endpoint, responses
from polydesk.dialects.selectel.requests import Alias, Body, Emails
from polydesk.domain.errors import TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


class Properties(Body):
    """The properties to change; an absent one stays as it is, a null name is cleared."""

    client_aliased_name: Annotated[
        Alias | None, Field(description="The customer's name on this ticket; null clears it.")
    ] = None
    client_emails: Annotated[Emails, Field(description="Replaces the list; an empty list clears it.")] = []

    def details(self) -> dict[str, Any]:
        """Return the properties that are given, by the desk's names."""
        given = {"customer_alias": self.client_aliased_name, "customer_emails": tuple(self.client_emails)}
        names = {"customer_alias": "client_aliased_name", "customer_emails": "client_emails"}
        return {name: value for name, value in given.items() if names[name] in self.model_fields_set}


@endpoint(answers=responses.Ticket, quota="comments", versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    number = request.identifier("ticket_number", TicketNotFound)
    wanted = request.body(Properties)
    ticket = desk.tickets.change_customer_details(number, request.principal, wanted.details()).ticket
    return ok(responses.ticket(ticket, desk.states.current([ticket])), ticket.version)
