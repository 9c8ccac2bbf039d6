"""The parameters of `GET tickets/`, and the filter and the order that they make."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator, ValidationInfo

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import sorting
from polydesk.dialects.happyfox.list_page import PageQuery
from polydesk.dialects.happyfox.names import Lookups, Names
from polydesk.dialects.happyfox.queries import listed, refusing, wanted_states
from polydesk.dialects.happyfox.query_language import MAX_TERMS, split_query
from polydesk.dialects.happyfox.query_terms import FIELDS, any_of, filter_of
from polydesk.dialects.happyfox.query_values import MAX_VALUES, Term, term_of_parameter
from polydesk.dialects.happyfox.query_words import NO_WORD, search_of
from polydesk.domain.errors import InvalidValue, NotFound
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.filters import AllOf, Filter, InStates, Texts, WithFact, WithWords
from polydesk.domain.orders import Order
from polydesk.domain.search_terms import MAX_TERMS_PER_QUERY, SearchQuery
from polydesk.http.body import wrong
from polydesk.http.errors import InvalidRequest, together
from polydesk.http.identifiers import identifier
from polydesk.http.parameters import MAX_VALUE_LENGTH

_NO_CATEGORY = "There is no category with this id."


@dataclass(frozen=True, slots=True)
class Search:
    """What `q` asks for: terms, all of which hold, and words."""

    terms: tuple[Term, ...]
    words: SearchQuery | None


def _search(text: str) -> Search | None:
    """Return the search of a `q`; None for a blank one."""
    if not text.strip():
        return None
    query = split_query(text, FIELDS)
    words = search_of(query)
    if not query.terms and words is None:
        raise InvalidValue("q", NO_WORD)
    return Search(query.terms, words)


def _categories(texts: Sequence[str]) -> tuple[int, ...]:
    numbers = [identifier(text) for text in listed(texts)]
    if None in numbers:
        raise InvalidValue("category", _NO_CATEGORY)
    return tuple(number for number in numbers if number is not None)


def _order(text: str) -> Order:
    if text not in sorting.ORDERS:
        raise InvalidValue("sort", f"There is no such order. Send one of {', '.join(sorted(sorting.ORDERS))}.")
    return sorting.ORDERS[text]


def _term(text: str, info: ValidationInfo) -> Term:
    """Return the values of a parameter as the term of its name."""
    try:
        return term_of_parameter(info.field_name or "", text)
    except InvalidValue as error:
        raise wrong(error.problem) from None


CategoryFilter = Annotated[
    tuple[int, ...],
    refusing(_categories),
    Field(
        description="The id of a category. Several with commas, or in several parameters `category`, list the tickets "
        "of each. All categories by default.",
        json_schema_extra={"type": "string", "pattern": "^[0-9]+( *, *[0-9]+)*$"},
    ),
]
SearchText = Annotated[
    Search | None,
    refusing(_search),
    Field(
        description=f'Terms such as `status:"New","open" tag:vip`, at most {MAX_TERMS} of {MAX_VALUES} values each, '
        f"and words, at most {MAX_TERMS_PER_QUERY}, that the ticket has in its subject or its messages. All of them "
        "hold; of the values of a term, one. A blank text counts as absent.",
        json_schema_extra={"type": "string", "maxLength": MAX_VALUE_LENGTH},
    ),
]
SortCode = Annotated[
    Order,
    refusing(_order),
    Field(
        description="The order of the list; newest tickets first by default.",
        json_schema_extra={"type": "string", "enum": sorted(sorting.ORDERS)},
    ),
]
TermValues = Annotated[
    Term | None,
    PlainValidator(_term),
    Field(
        description="The same as the term of this name in `q`; several values with commas between them.",
        json_schema_extra={"type": "string", "minLength": 1, "maxLength": MAX_VALUE_LENGTH},
    ),
]


class TicketQuery(PageQuery):
    """The page, which tickets are in the list, in which order, and what is shown of them."""

    repeatable: ClassVar[frozenset[str]] = frozenset({"status", "category"})

    category: CategoryFilter = ()
    q: SearchText = None
    sort: SortCode = sorting.DEFAULT
    unresponded: TermValues = None
    breached: TermValues = None
    has_attachments: TermValues = None
    tag: TermValues = None
    duedate: TermValues = None
    priority: TermValues = None
    assignee: TermValues = None
    group: TermValues = None
    contact: TermValues = None
    id: TermValues = None


TERM_PARAMETERS = tuple(name for name, field in TicketQuery.model_fields.items() if field.annotation == Term | None)
"""The parameters that mean the same as the terms of these names in `q`."""


def list_filter(query: TicketQuery, desk: Desk, lookups: Lookups, now: datetime) -> Filter:
    """Return the filter of a list at the time of the request. Raises InvalidRequest for all faults."""
    faults: list[InvalidRequest] = []
    filters: list[Filter] = []
    for parameter, make in _conditions(query, desk, Names(desk, lookups), now):
        try:
            filters.append(make())
        except InvalidValue as error:
            faults.append(InvalidRequest("query", parameter, error.problem))
    if faults:
        raise together(faults)
    return AllOf(tuple(filters))


def _conditions(
    query: TicketQuery, desk: Desk, names: Names, now: datetime
) -> Iterator[tuple[str, Callable[[], Filter]]]:
    """Yield what makes each condition of a list, all of which hold, with the parameter that it comes from."""
    yield "status", partial(_in_statuses, query.status, desk)
    if query.category:
        yield "category", partial(_in_categories, query.category, desk)
    for name in TERM_PARAMETERS:
        if (term := getattr(query, name)) is not None:
            yield name, partial(filter_of, term, names, now)
    if query.q:
        for term in query.q.terms:
            yield "q", partial(filter_of, term, names, now)
        if query.q.words:
            yield "q", partial(WithWords, query.q.words, Texts.ALL)


def _in_statuses(statuses: Sequence[str], desk: Desk) -> Filter:
    return InStates(wanted_states(statuses, desk))


def _in_categories(category_ids: Sequence[int], desk: Desk) -> Filter:
    try:
        known = [desk.category(one).id for one in category_ids]
    except NotFound:
        raise InvalidValue("category", _NO_CATEGORY) from None
    return any_of(WithFact(Fact(FactKind.CATEGORY, one)) for one in known)
