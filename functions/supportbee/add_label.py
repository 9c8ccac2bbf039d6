"""POST /tickets/{ticket_id}/labels/{label} - add a declared label to a ticket, by its name or id."""

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import answers, endpoint, labels
from polydesk.domain.errors import LabelNotFound, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response, created


@endpoint(
    answers=labels.Labelled,
    quota="comments",
    versioned=True,
    raises=(LabelNotFound,),
    repeat=answers.labelled_again,
    fields={"tags": "label"},
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 201 with the label, also when the ticket has it already."""
    number = request.identifier("ticket_id", TicketNotFound)
    request.require_readable_body()
    outcome, label = desk.tickets.add_label(number, request.principal, *labels.names_in(request))
    return created(labels.labelled(label, number), outcome.ticket.version)
