"""GET /api/v1/ticket_articles/by_ticket/{ticket_id} - list the articles of a ticket. <Zammad, Articles: By Ticket>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import article_answers, endpoint, ids, require_tickets
from polydesk.dialects.zammad.queries import Listing
from polydesk.domain.errors import Forbidden, TicketNotFound
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=article_answers.Listed, query=Listing, raises=(Forbidden,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with all articles that the caller may see, oldest first; with `page` or `per_page`, some of them."""
    query, caller = request.query(Listing), request.principal
    require_tickets(caller)
    ticket = desk.tickets.get(ids.ticket_number(request, "ticket_id", TicketNotFound), caller)
    page = query.wanted if query.page or query.per_page or query.limit else None
    return article_answers.listed_articles(ticket, page, request, desk)
