"""The query parameters that endpoints of the Zammad API share: names, assets, pages and orders.

A number that is none, zero or negative counts as absent, as Rails takes it. `expand` and `full` mean yes as `true` or
`1`, in a body too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from polydesk.dialects.zammad import sorting
from polydesk.dialects.zammad.parameters import SHOWING, WRITING
from polydesk.http.body import Query
from polydesk.http.identifiers import identifier
from polydesk.http.parameters import ParameterRules
from polydesk.http.request import Request
from polydesk.http.schema import Schema

MAX_SIZE = sorting.MAX_SIZE
"""Things on a page, at most; a larger number counts as this one."""

Listed = Annotated[str, Field(max_length=sorting.MAX_LISTED)]
"""Words separated by commas."""


def says_yes(value: Any) -> bool:
    """Return whether the value of `expand` or `full` means yes. Unknown values mean no."""
    return value in (True, "true", "1")


def _lenient(value: Any) -> int | None:
    return identifier(value.removeprefix("+")) if isinstance(value, str) else None


LenientNumber = Annotated[int | None, BeforeValidator(_lenient), Schema(minimum=1)]
"""A positive number, however large; anything else counts as absent."""


class Expand(Query):
    """The query of every call: whether to add the names of what ids refer to."""

    expand: Annotated[
        bool | None,
        BeforeValidator(says_yes),
        Schema("Add the names of what ids refer to. A body may say so, too.", default=False),
    ] = None


class Full(Expand):
    """The query of calls that answer with things beside which others can be shown."""

    full: Annotated[
        bool | None,
        BeforeValidator(says_yes),
        Schema("Answer with ids, and with what they refer to as `assets`. `expand` takes precedence.", default=False),
    ] = None


class Showing(Full):
    """The query of a call that shows one thing: unknown parameters are ignored, except `all`."""

    own_rules: ClassVar[ParameterRules | None] = SHOWING


class Writing(Full):
    """The query of a write. The keys of its body may stand here, too: read them with `bodies.given`."""

    own_rules: ClassVar[ParameterRules | None] = WRITING


class Keys(Query):
    """The query of a write that answers nothing with names or assets: it has keys of the body alone.

    Read them with `bodies.given_alone`.
    """

    own_rules: ClassVar[ParameterRules | None] = WRITING


class View(Enum):
    """How an answer shows things: with ids only, with names beside the ids, or as ids with assets."""

    PLAIN = "plain"
    EXPANDED = "expanded"
    FULL = "full"


def wants_names(request: Request) -> bool:
    """Return whether the query, or else the body, says `expand`. Raises InvalidRequest for a body that is not JSON."""
    return _asks(request, "expand")


def view(request: Request, *, full_first: bool = False) -> View:
    """Return how to show things: `expand` takes precedence, in searches `full` does (`full_first`).

    Raises InvalidRequest for a body that is not JSON, and TypeError for an endpoint whose query is not a `Full`.
    """
    request.query(Full)
    asked = {View.EXPANDED: _asks(request, "expand"), View.FULL: _asks(request, "full")}
    order = (View.FULL, View.EXPANDED) if full_first else (View.EXPANDED, View.FULL)
    return next((one for one in order if asked[one]), View.PLAIN)


def _asks(request: Request, name: str) -> bool:
    wanted = getattr(request.query(Expand), name)
    if wanted is None and request.raw:
        data = request.data
        return says_yes(data.get(name)) if isinstance(data, dict) else False
    return bool(wanted)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: how many things come before it, and how many it has at most."""

    offset: int
    size: int

    def of[T](self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of the page."""
        return rows[self.offset : self.offset + self.size]


class Paging(Query):
    """The query of a list without names or assets: which page of it.

    Lists with another usual size override `per_page` and `usual_size`.
    """

    usual_size: ClassVar[int] = sorting.DEFAULT_SIZE

    page: Annotated[LenientNumber, Schema("The number of the page, from 1.", default=1)] = None
    per_page: Annotated[LenientNumber, Schema(f"At most {MAX_SIZE}.", default=sorting.DEFAULT_SIZE)] = None
    limit: Annotated[LenientNumber, Field(description="The same as `per_page`, which takes precedence.")] = None

    @property
    def wanted(self) -> Page:
        """The page that the query asks for."""
        size = min(self.per_page or self.limit or self.usual_size, MAX_SIZE)
        return Page(((self.page or 1) - 1) * size, size)


class Listing(Full, Paging):
    """The query of a list: which page of it, and how to show it."""


class SortedListing(Listing):
    """The query of a list in an order of the caller's choice. Lists override `sort_by` to name their columns."""

    sort_by: Listed = ""
    order_by: Annotated[
        Listed, sorting.listed("asc", "desc", description="One for each key; the last one counts for all further keys.")
    ] = ""
