"""POST /api/1.1/{response_format}/tickets/ - create a ticket, or up to a hundred. <Happyfox API: Create a Ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.bulk import MAX_ITEMS
from polydesk.dialects.happyfox.new_ticket import TicketBody, create_each
from polydesk.dialects.happyfox.references import References, people_in
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(
    answers=responses.Ticket | list[responses.Created | responses.NotCreated],
    quota="tickets",
    versioned="single",
    bulk=MAX_ITEMS,
    repeat=answers.opened_again,
    files=True,
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket; for a list of tickets, with the result of each."""
    data = request.data
    if isinstance(data, list):
        return ok(create_each(data, desk, request.principal))
    references = References(desk, desk.people.by_id(people_in(data)))
    body = TicketBody.check(data, references)
    outcome, new = desk.tickets.open(body.request(), request.principal)
    customer = new or body.customer
    return answers.opened(desk, outcome, {**references.people, **({customer.id: customer} if customer else {})})
