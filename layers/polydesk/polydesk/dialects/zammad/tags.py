"""Tags in the Zammad API: those of a ticket, and the lists of all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from pydantic import AfterValidator, Field

from polydesk.desk.desk import Desk
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.zammad.bodies import VendorBody, given_alone
from polydesk.dialects.zammad.queries import Paging
from polydesk.dialects.zammad.ticket_numbers import TicketNumber
from polydesk.domain.tags import MAX_TAG_LENGTH
from polydesk.formats.line import OneLine
from polydesk.formats.message import invalid
from polydesk.http.body import Query
from polydesk.http.request import Request
from polydesk.http.response import Response, created, ok
from polydesk.http.schema import Count, Id, Schema

if TYPE_CHECKING:
    from polydesk.desk.tag_lists import CountedTag
    from polydesk.domain.tags import KnownTag

Done = Annotated[Literal[True], Schema("Always `true`.")]
Name = Annotated[str, Schema(minLength=1)]
Tagged = Annotated[Literal["Ticket"], Schema("What has the tags: tickets alone have some.")]
"""The vendor's model of what has tags."""


class Tags(TypedDict):
    """The tags of a ticket, in the order in which they were added."""

    tags: list[Name]


class CountedName(TypedDict):
    """A tag that tickets have or have had, and how many tickets have it now."""

    id: Annotated[Id, Schema("The place in the order of first use; there may be gaps.")]
    name: Annotated[str, Schema("As it was first written on any ticket.", minLength=1)]
    count: Count


class FoundName(TypedDict):
    """A tag that tickets have or have had."""

    id: Annotated[Id, Schema("The same as in `GET /api/v1/tag_list`.")]
    value: Name


def _without_comma(tag: str) -> str:
    """Return the tag. Raises PydanticCustomError."""
    if "," in tag:
        raise invalid("Send one tag, without a comma.")
    return tag


class TagQuery(Query):
    """Whose tags."""

    object: Tagged
    o_id: TicketNumber


class TagBody(VendorBody):
    """A tag, and the ticket that gets or loses it."""

    item: Annotated[
        str,
        OneLine(MAX_TAG_LENGTH),
        AfterValidator(_without_comma),
        Schema(f"One line of 1 to {MAX_TAG_LENGTH} characters, without a comma. Its case makes no difference."),
    ]
    object: Tagged
    o_id: TicketNumber


class SearchQuery(Paging):
    """The beginning of tags, and which page of them."""

    term: Annotated[str, Field(description="The beginning of the tags, in any case. Without it all are found.")] = ""


def added(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 201 with `true`, and the version of the ticket."""
    return created(True, outcome.ticket.version)


def remove(request: Request, desk: Desk) -> Response:
    """Remove the tag of a body from its ticket, and return 200 with `true`."""
    wanted = given_alone(request, TagBody)
    outcome = desk.tickets.change_tags(wanted.o_id, request.principal, remove=[wanted.item])
    return removed(outcome, request, desk)


def removed(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 200 with `true`, and the version of the ticket."""
    return ok(True, outcome.ticket.version)


def counted(tags: "Sequence[CountedTag]") -> list[CountedName]:
    """Return a page of the list of tags."""
    return [CountedName(id=one.tag.id, name=one.tag.name, count=one.tickets) for one in tags]


def found(tags: "Sequence[KnownTag]") -> list[FoundName]:
    """Return a page of the tags that were found."""
    return [FoundName(id=tag.id, value=tag.name) for tag in tags]
