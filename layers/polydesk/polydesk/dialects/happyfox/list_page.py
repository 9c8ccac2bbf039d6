"""The parameters of `GET tickets/` that choose the page, the statuses, and what is shown of each ticket."""

from typing import Annotated, ClassVar

from pydantic import Field

from polydesk.dialects.happyfox import responses
from polydesk.dialects.happyfox.answers import ONLY_IDS, Shown
from polydesk.dialects.happyfox.queries import (
    ALL_STATUSES,
    Ignored,
    LargeInteger,
    LargePageNumber,
    StatusFilter,
    refusing,
)
from polydesk.dialects.happyfox.query_values import shown
from polydesk.domain.errors import InvalidValue
from polydesk.http.body import Query, QueryFlag
from polydesk.http.parameters import MAX_VALUE_LENGTH

TICKET_KEYS = frozenset(responses.Ticket.__required_keys__)
"""The keys that `fields` can name."""


def _keys(text: str) -> tuple[str, ...] | None:
    """Return the keys of tickets that a list names; None for a blank one."""
    if not text.strip():
        return None
    keys = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if unknown := [key for key in keys if key not in TICKET_KEYS]:
        raise InvalidValue("fields", f'A ticket has no field "{shown(unknown[0])}".')
    return keys


TicketKeys = Annotated[
    tuple[str, ...] | None,
    refusing(_keys),
    Field(
        description="The fields that the tickets of the answer have, with commas between them. "
        "All but `updates` by default, and for a blank text.",
        json_schema_extra={"type": "string", "maxLength": MAX_VALUE_LENGTH},
    ),
]


class PageQuery(Query):
    """The page, the statuses of its tickets, and what is shown of them."""

    repeatable: ClassVar[frozenset[str]] = frozenset({"status"})

    size: Annotated[LargeInteger, Field(description="Tickets on a page; brought to the nearest from 10 to 50.")] = 10
    page: LargePageNumber = 1
    status: StatusFilter = ALL_STATUSES
    minify_response: Annotated[
        QueryFlag, Field(description="Show only the ids of tickets, whatever else is asked.")
    ] = False
    fields: TicketKeys = None
    include_updates: Annotated[
        QueryFlag, Field(description="Show each ticket with its history, unless there are `fields`.")
    ] = False
    show_updates: Annotated[QueryFlag, Field(description="The same as `include_updates`.")] = False
    sort_by: Ignored = None
    sort_order: Ignored = None

    @property
    def shown(self) -> Shown:
        """Return what is shown of each ticket."""
        if self.minify_response:
            return ONLY_IDS
        if self.fields:
            return Shown(histories="updates" in self.fields, keys=self.fields)
        return Shown(histories=self.include_updates or self.show_updates)
