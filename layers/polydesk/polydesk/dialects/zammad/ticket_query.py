"""The query of the list of tickets."""

from typing import Annotated, ClassVar

from pydantic import Field

from polydesk.dialects.zammad import sorting
from polydesk.dialects.zammad.queries import MAX_SIZE, LenientNumber, Listed, Listing
from polydesk.dialects.zammad.ticket_sorting import BY_ID, COLUMNS, Sorting, of_words
from polydesk.http.schema import Schema

USUAL_SIZE = 100
"""Tickets on a page of a list."""


class TicketListQuery(Listing):
    """The page of the list, and its order."""

    usual_size: ClassVar[int] = USUAL_SIZE

    per_page: Annotated[LenientNumber, Schema(f"At most {MAX_SIZE}.", default=USUAL_SIZE)] = None
    limit: Annotated[LenientNumber, Field(description="The same as `per_page`, which takes precedence.")] = None
    sort_by: Annotated[
        Listed, sorting.listed(*COLUMNS, description="Keys of a ticket, separated by commas; further ones break ties.")
    ] = ""
    order_by: Annotated[
        Listed, sorting.listed("asc", "desc", description="One for each key; the last one counts for all further keys.")
    ] = ""

    @property
    def sorting(self) -> Sorting:
        """The order that the query asks for. Raises InvalidRequest."""
        return of_words(self.sort_by, self.order_by, "asc", BY_ID)
