"""Organizations: the desk has none, so every list of them is empty."""

from typing import Annotated, TypedDict

from pydantic import BeforeValidator, Field

from polydesk.dialects.zammad.queries import SortedListing, View, says_yes, view
from polydesk.http.request import Request
from polydesk.http.schema import Schema

Nothing = Annotated[list[int], Schema("There are no organizations.", maxItems=0)]
NoAssets = Annotated[dict[str, int], Schema("There are no organizations.", maxProperties=0)]
Zero = Annotated[int, Schema(enum=[0])]


class NoRecords(TypedDict):
    """A list with `full`."""

    record_ids: Nothing
    assets: NoAssets
    total_count: Zero


class NoneFound(TypedDict):
    """A search with `with_total_count`."""

    records: Nothing
    total_count: Zero


class CountOfNone(TypedDict):
    """A search with `only_total_count`."""

    total_count: Zero


Flag = Annotated[bool, BeforeValidator(says_yes)]


class OrganizationSearch(SortedListing):
    """What is searched for, and how the answer is shown."""

    query: Annotated[str, Field(description="Words. Nothing has them: there are no organizations.")] = ""
    term: Annotated[str, Field(description="The same as `query`.")] = ""
    with_total_count: Annotated[Flag, Schema("Answer with the records and their count.", default=False)] = False
    only_total_count: Annotated[Flag, Schema("Answer with the count alone.", default=False)] = False


def no_list(request: Request) -> list[int] | NoRecords:
    """Return the empty list in the view that the request asks for."""
    if view(request) is View.FULL:
        return NoRecords(record_ids=[], assets={}, total_count=0)
    return []


def none_found(request: Request) -> list[int] | NoRecords | NoneFound | CountOfNone:
    """Return the result of a search in the view that the request asks for."""
    query = request.query(OrganizationSearch)
    if view(request, full_first=True) is View.FULL:
        return NoRecords(record_ids=[], assets={}, total_count=0)
    if query.only_total_count:
        return CountOfNone(total_count=0)
    return NoneFound(records=[], total_count=0) if query.with_total_count else []
