"""GET /api/1.1/{response_format}/tickets/ - list tickets, newest first.

<Happyfox API: Read All Tickets>
"""

from typing import Annotated, ClassVar

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import answers, endpoint, responses
from polydesk.dialects.happyfox.queries import (
    ALL_STATUSES,
    Ignored,
    LargeInteger,
    LargePageNumber,
    OptionalWords,
    StatusFilter,
    page_size,
    wanted_states,
)
from polydesk.http.body import Query, QueryFlag
from polydesk.http.request import Request
from polydesk.http.response import Response


class TicketQuery(Query):
    """The page, and which tickets are in the list."""

    repeatable: ClassVar[frozenset[str]] = frozenset({"status"})

    size: Annotated[LargeInteger, Field(description="Tickets on a page; brought to the nearest from 10 to 50.")] = 10
    page: LargePageNumber = 1
    status: StatusFilter = ALL_STATUSES
    q: OptionalWords = None
    include_updates: Annotated[QueryFlag, Field(description="Show each ticket with its history.")] = False
    show_updates: Annotated[QueryFlag, Field(description="The same as `include_updates`.")] = False
    sort_by: Ignored = None
    sort_order: Ignored = None


@endpoint(answers=responses.Page, query=TicketQuery, files=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page, newest tickets first."""
    query = request.query(TicketQuery)
    size = page_size(query.size)
    states = wanted_states(query.status, desk)
    found = desk.lists.page(request.principal, states, (query.page - 1) * size, size, query.q)
    with_updates = query.include_updates or query.show_updates
    return answers.page(desk, found, query.page, size, with_updates=with_updates)
