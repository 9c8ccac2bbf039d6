"""GET /api/v1/ticket_states - list the ticket states. <Zammad, Ticket States: List>"""

from typing import Annotated

from pydantic import Field

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import endpoint, responses, sorting
from polydesk.dialects.zammad.queries import Expand, LenientNumber, Listed
from polydesk.dialects.zammad.requests import shown
from polydesk.http.request import Request
from polydesk.http.response import Response, ok
from polydesk.http.schema import Schema


class StateQuery(Expand):
    """The page of the list, and its order. Numbers that are none count as absent, as Rails takes them."""

    page: Annotated[LenientNumber, Schema("The number of the page, from 1.", default=1)] = None
    per_page: Annotated[
        LenientNumber, Schema(f"States on a page, at most {sorting.MAX_SIZE}.", default=sorting.DEFAULT_SIZE)
    ] = None
    limit: Annotated[LenientNumber, Field(description="The same as `per_page`, which takes precedence.")] = None
    sort_by: Annotated[
        Listed, sorting.listed(*sorting.COLUMNS, description="Keys of a state, separated by commas.")
    ] = ""
    order_by: Annotated[
        Listed, sorting.listed("asc", "desc", description="One for each key; the last one counts for all further keys.")
    ] = ""


@endpoint(answers=list[responses.State], query=StateQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the states, inactive ones too."""
    query = request.query(StateQuery)
    states = desk.states.fresh()
    size = query.per_page or query.limit or sorting.DEFAULT_SIZE
    page = sorting.page(states, query.page or 1, size, query.sort_by, query.order_by)
    return ok(shown(page, states, request, desk))
