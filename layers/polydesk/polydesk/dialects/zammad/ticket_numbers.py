"""The number of a ticket in a query or a body."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from polydesk.dialects.zammad.ids import parse_number
from polydesk.domain.errors import TicketNotFound
from polydesk.http.schema import Schema


def _number(value: Any) -> int:
    """Return the number of a ticket. Raises TicketNotFound for one that no ticket can have, and ValueError."""
    if type(value) not in (int, str) or not str(value).encode():  # half a character raises ValueError, too
        raise ValueError("no id")
    number = parse_number(value)
    if number is None:
        raise TicketNotFound(value)
    return number


TicketNumber = Annotated[
    int,
    BeforeValidator(_number),
    Schema("The ticket's id or number.", type=["integer", "string"], minimum=1, pattern="^#?[0-9]{1,15}$"),
]
