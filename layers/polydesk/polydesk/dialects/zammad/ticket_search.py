"""The search of tickets: its parameters, in the query or in the body, and its answers.

| asked                       | answer                                   |
|-----------------------------|------------------------------------------|
| `only_total_count`          | how many tickets there are on all pages  |
| `full`                      | ids with assets, and that number         |
| `with_total_count`          | the tickets, and that number             |
| nothing of these, `expand`  | the tickets, with names for `expand`     |
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self, TypedDict, override

from pydantic import BeforeValidator, Field

from polydesk.desk.desk import Desk
from polydesk.desk.lists.errors import TooManyRows
from polydesk.dialects.zammad import sorting, ticket_answers, ticket_lists, tickets
from polydesk.dialects.zammad.complaints import invalid_value, shown_value
from polydesk.dialects.zammad.parameters import PARAMETERS
from polydesk.dialects.zammad.queries import MAX_SIZE, LenientNumber, Listed, View, says_yes
from polydesk.dialects.zammad.ticket_query import TicketListQuery
from polydesk.dialects.zammad.ticket_sorting import NEWEST_FIRST, Sorting, of_words
from polydesk.domain.errors import InvalidValue
from polydesk.domain.filters import EVERY, Filter
from polydesk.domain.person import Principal
from polydesk.http.errors import InvalidRequest
from polydesk.http.parameters import MAX_VALUE_LENGTH, STRICT, ParameterRules
from polydesk.http.request import Request
from polydesk.http.schema import Count, Schema

USUAL_SIZE = 50
"""Tickets on a page of a search."""

NO_CONDITIONS = "Can't search by condition."
ONE_QUERY = "Send 'query' or 'term', not both."
LIST = "[]"
"""The end of the name of a parameter that comes several times."""

LISTS = ("sort_by", "order_by")
"""The parameters that can be lists."""

Flag = Annotated[bool, BeforeValidator(says_yes)]
SearchText = Annotated[str | None, Schema(type="string", maxLength=MAX_VALUE_LENGTH)]


class Counted(TypedDict):
    """How many tickets a search finds."""

    total_count: Count


class CountedRecords(TypedDict):
    """A page of what a search finds, and how many tickets there are on all pages."""

    records: list[tickets.Ticket]
    total_count: Count


Found = ticket_answers.Listed | CountedRecords | Counted


class TicketSearch(TicketListQuery):
    """Which tickets are found, in which order, and how they are shown."""

    usual_size: ClassVar[int] = USUAL_SIZE

    query: Annotated[
        SearchText,
        Field(description="Words, conditions such as `state.name:open`, or both. Empty or `*`: all tickets."),
    ] = None
    term: Annotated[SearchText, Field(description="The same as `query`.")] = None
    with_total_count: Annotated[
        Flag, Field(description="Answer with `records`, and how many tickets there are on all pages.")
    ] = False
    only_total_count: Annotated[Flag, Field(description="Answer how many tickets there are, and nothing else.")] = False
    per_page: Annotated[LenientNumber, Schema(f"At most {MAX_SIZE}.", default=USUAL_SIZE)] = None
    order_by: Annotated[
        Listed, sorting.listed("desc", "asc", description="One for each key; the last one counts for all further keys.")
    ] = ""

    @override
    @classmethod
    def read(cls, values: Mapping[str, Sequence[str]], rules: ParameterRules = STRICT) -> Self:
        """Return the parameters; `sort_by[]` and `order_by[]` are lists of them."""
        if any(name.partition("[")[0] == "condition" for name in values):
            raise InvalidRequest("query", "condition", NO_CONDITIONS)
        plain: dict[str, list[str]] = {}
        for name, texts in values.items():
            base = name.removesuffix(LIST)
            is_list = name != base and base in LISTS
            plain.setdefault(base if is_list else name, []).extend([",".join(texts)] if is_list else texts)
        return super().read(plain, rules)

    @property
    def text(self) -> str:
        """The query. Raises InvalidRequest for two different ones."""
        if self.query and self.term and self.query != self.term:
            raise InvalidRequest("query", "term", ONE_QUERY)
        return self.query or self.term or ""

    @property
    def sorting(self) -> Sorting:
        """The order of what is found: the newest first by default. Raises InvalidRequest."""
        return of_words(self.sort_by or ("id" if self.order_by else ""), self.order_by, "desc", NEWEST_FIRST)

    @property
    def view(self) -> View:
        """How tickets are shown."""
        return View.FULL if self.full else View.EXPANDED if self.expand else View.PLAIN


def searched(query: TicketSearch, request: Request) -> TicketSearch:
    """Return the parameters of a search; of one that is in the query and in the body, the body's value counts.

    Raises InvalidRequest.
    """
    data = request.data if request.method == "POST" and request.raw else None
    if data is None:
        return query
    if not isinstance(data, dict):
        raise InvalidRequest("body", "", "Input should be an object", "malformed")
    sent = dict(_sent(name, value) for name, value in data.items() if value is not None)
    names = {name.removesuffix(LIST) for name in sent}
    kept = {name: texts for name, texts in request.query_parameters.items() if name.removesuffix(LIST) not in names}
    return TicketSearch.read({**kept, **sent}, PARAMETERS)


def _sent(name: str, value: Any) -> tuple[str, list[str]]:
    """Return a key of a body and its value as the query would have them. Raises InvalidRequest."""
    if name == "condition":
        raise InvalidRequest("body", name, NO_CONDITIONS)
    is_list = isinstance(value, list) and name in LISTS
    values = value if is_list else [value]
    if any(isinstance(one, list | dict) for one in values):
        raise InvalidRequest("body", name, invalid_value(name, shown_value(value)))
    texts = [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
    return (f"{name}{LIST}" if is_list else name), texts


def answer(desk: Desk, search: TicketSearch, by: Principal) -> Found:
    """Return what a search finds. Raises InvalidValue for `q`, and what `ticket_lists.page` raises."""
    text, order = search.text, search.sorting
    filter_ = _filter(text, desk, by)
    try:
        if search.only_total_count:
            return Counted(total_count=desk.lists.total(by, ticket_lists.found_by(by, desk) & filter_))
        found = ticket_lists.page(desk, by, filter_, search.wanted, order)
    except TooManyRows as error:
        from polydesk.dialects.zammad.query_fields import field_of  # few searches fail so

        problem = f"Too many tickets to compare by '{field_of(error.by)}'. Narrow the query."
        raise InvalidValue("q", problem) from None
    if search.with_total_count and search.view is not View.FULL:
        records = ticket_answers.records(desk, found.tickets, search.view, by)
        return CountedRecords(records=records, total_count=found.total)
    return ticket_answers.found(desk, found, search.view, by)


def _filter(text: str, desk: Desk, by: Principal) -> Filter:
    """Return the filter of a query, by the language that no other endpoint of the resource needs."""
    from polydesk.dialects.zammad import query_filter
    from polydesk.dialects.zammad.query_context import Context, DeskNames

    query = query_filter.read(text)
    if query is None:
        return EVERY
    named = query_filter.people_named(query)
    people = desk.people_search.named(named) if named else {}
    context = Context(by.person_id, by.is_staff, desk.context.now, DeskNames(desk), people)
    return query_filter.filter_of(query, context)
