"""GET /support/tickets - list tickets, newest first. <Tickets API v1.1.0: Returns all tickets>"""

from typing import Annotated

from pydantic import Field, StringConstraints

from polydesk.desk.desk import Desk
from polydesk.desk.states import Selection, select
from polydesk.dialects.selectel import endpoint, responses
from polydesk.domain.filters import Filter, InStates
from polydesk.domain.search_terms import MAX_QUERY_LENGTH, MAX_TERMS_PER_QUERY
from polydesk.http.body import Integer, PageNumber, Query, QueryFlag
from polydesk.http.errors import ResponseTooLarge
from polydesk.http.request import Request
from polydesk.http.response import Response, ok

SELECTIONS: dict[tuple[bool, bool], Selection] = {
    (False, False): "all",
    (True, False): "opened",
    (False, True): "closed",
    (True, True): "none",
}
"""By `only_opened` and `only_closed`: no ticket is both."""

SearchWords = Annotated[
    str,
    StringConstraints(min_length=1),
    Field(
        description=f"Words, at most {MAX_TERMS_PER_QUERY}, that the ticket has in its subject or its messages. "
        "The last one may be the beginning of a word. A number alone finds the ticket with that number, too.",
        json_schema_extra={"maxLength": MAX_QUERY_LENGTH},
    ),
]
"""A search for words; the desk checks their number and length."""


class TicketQuery(Query):
    """The page, and which tickets are in the list."""

    page: PageNumber = 1
    items_per_page: Annotated[Integer, Field(ge=1, le=1000, description="Tickets on a page.")] = 10
    only_opened: Annotated[QueryFlag, Field(description="Only tickets that are not closed.")] = False
    only_closed: Annotated[QueryFlag, Field(description="Only closed tickets; together with `only_opened`, none.")] = (
        False
    )
    q: SearchWords | None = None


def list_filter(query: TicketQuery, desk: Desk) -> Filter:
    """Return the filter of a list. Raises InvalidValue for words that cannot be searched."""
    selection = SELECTIONS[query.only_opened, query.only_closed]
    wanted = InStates(select(desk.states.current(), selection))
    return wanted if query.q is None else wanted & desk.lists.words(query.q)


@endpoint(answers=responses.Page, query=TicketQuery, raises=(ResponseTooLarge,))
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page."""
    query = request.query(TicketQuery)
    offset = (query.page - 1) * query.items_per_page
    page = desk.lists.page(request.principal, list_filter(query, desk), offset, query.items_per_page)
    current = desk.states.current(page.tickets)
    return ok(responses.page(page.total, page.tickets, query.page, query.items_per_page, current))
