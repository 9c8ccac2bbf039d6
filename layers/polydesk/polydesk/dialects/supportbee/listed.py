"""Answers that show tickets: loads what they refer to, and presents them."""

from typing import TYPE_CHECKING

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import tickets
from polydesk.dialects.supportbee.related import load_related
from polydesk.domain.ticket import Ticket
from polydesk.http.request import Request
from polydesk.http.response import Response, ok

if TYPE_CHECKING:
    from polydesk.desk.ticket_lists import Page
    from polydesk.dialects.supportbee.list_query import PageQuery


def page(desk: Desk, found: "Page", query: "PageQuery", request: Request) -> Response:
    """Return 200 with one page of a list."""
    shown = desk.related.counted(found.tickets)
    related = load_related(desk, shown, request)
    return ok(tickets.page(found.total, shown, query.page, query.per_page, related))


def one(desk: Desk, ticket: Ticket, request: Request) -> Response:
    """Return 200 with one ticket."""
    shown = desk.related.counted([ticket])
    return ok(tickets.shown(shown[0], load_related(desk, shown, request)), ticket.version)
