"""Adds an article to a ticket, as one update of it, with the working time that comes with it."""

from typing import TYPE_CHECKING

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import whose_side
from polydesk.dialects.zammad.article_bodies import NewArticle, NewArticleOfCustomer
from polydesk.dialects.zammad.bodies import given
from polydesk.dialects.zammad.ids import parse_number
from polydesk.dialects.zammad.lookups import Lookups
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.handling import Handling
from polydesk.http.request import Request

if TYPE_CHECKING:
    from polydesk.desk.ticket_writes import Outcome


def create_article(request: Request, desk: Desk) -> "Outcome":
    """Write the article of a request. Raises InvalidRequest, TicketNotFound, Forbidden and what writing it raises."""
    by = request.principal
    if not by.is_staff:
        own = given(request, NewArticleOfCustomer, NewArticle)
        message = whose_side.message_of_customer(own)
        return desk.tickets.handle_as(_number(own), by, by.author, Handling(), message)
    body = given(request, NewArticle)
    ticket = desk.tickets.get(_number(body), by)
    Lookups(desk).person("origin_by", body.origin_by_id, None)
    author = whose_side.author_of(body, by)
    message = whose_side.message_of_agent(body, by, ticket.customer_id)
    return desk.tickets.handle_as(ticket, by, author, Handling(minutes=body.time_unit), message)


def _number(body: NewArticleOfCustomer) -> int:
    """Return the number of the article's ticket. Raises TicketNotFound for what cannot be one."""
    number = parse_number(body.ticket_id)
    if number is None:
        raise TicketNotFound(body.ticket_id)
    return number
