"""POST /api/1.1/{response_format}/tickets/ - create a ticket, or up to a hundred. <Happyfox API: Create a Ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, showing
from polydesk.dialects.happyfox.new_ticket import TicketBody, create, create_each
from polydesk.dialects.happyfox.references import References, people_in
from polydesk.dialects.happyfox.updates import once_by_content
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket; for a list of tickets, with what became of each."""
    data = request.data
    if isinstance(data, list):
        return ok(create_each(data, desk, request.principal))
    desk = once_by_content(request, data, desk)
    references = References(desk, desk.people.by_id(people_in(data)))
    outcome, customer = create(TicketBody.check(data, references), desk, request.principal)
    return showing.opened(desk, outcome, {**references.people, customer.id: customer})
