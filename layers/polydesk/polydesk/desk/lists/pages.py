"""Reads pages of lists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from polydesk.desk.lists.errors import TooManyToSort
from polydesk.desk.lists.orders import (
    BY_NUMBER,
    INDEXED,
    SORTABLE,
    ByKey,
    ByMoment,
    ByNumber,
    SortMethod,
    TimeOrder,
    in_order,
    is_worth_sorting,
    numbers_by,
    numbers_in,
)
from polydesk.desk.lists.planner import Found, find
from polydesk.desk.lists.reads import Reads
from polydesk.domain.filter_check import matches
from polydesk.domain.filters import Filter
from polydesk.domain.ticket import Ticket

MAX_REFILLS = 10
"""How often tickets are read to replace those of a page that have changed since the indexes were written."""

REFILL_SIZE = 20
"""How many tickets are read at least to replace others."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of tickets, and how many tickets the list has in all."""

    total: int
    tickets: list[Ticket]


def page(reads: Reads, filter_: Filter, offset: int, limit: int, order: SortMethod = BY_NUMBER) -> Page:
    """Return so many tickets that satisfy the filter, from `offset` on. `visible_to` says what a caller may filter.

    The total follows the indexes. A ticket is shown only if its row satisfies the filter, as far as a row can tell. One
    that does not is replaced by the next one, so that a page is short only at the end of the list.
    Raises TooManyToSort and TooManyToCompare.
    """
    times = TimeOrder(order, reads, offset + limit) if isinstance(order, ByMoment) and order.moment in INDEXED else None
    found = find(filter_, reads, beside_directory=[times.read_ahead] if times else [])

    def is_listed(ticket: Ticket) -> bool:
        return matches(filter_, ticket) is not False

    match order:
        case ByNumber(ascending):
            numbers = numbers_in(found, offset, limit, ascending=ascending)
        case ByMoment() if times and not is_worth_sorting(found, offset + limit):
            numbers = islice(numbers_by(times, found, offset + limit), offset, None)
        case ByMoment() | ByKey():
            return _sorted_page(found, reads, order, slice(offset, offset + limit), is_listed)
    there_are = min(limit, max(found.total - offset, 0))
    return Page(found.total, _first(there_are, numbers, reads, is_listed))


def total(reads: Reads, filter_: Filter) -> int:
    """Return how many tickets satisfy the filter, by the indexes alone. Raises TooManyToCompare."""
    return find(filter_, reads).total


def _first(limit: int, numbers: Iterator[int], reads: Reads, is_listed: Callable[[Ticket], bool]) -> list[Ticket]:
    """Return the first listed tickets: rows may have changed since the indexes were written."""
    tickets: list[Ticket] = []
    size = limit
    for _ in range(1 + MAX_REFILLS):
        if len(tickets) >= limit or not (batch := list(islice(numbers, size))):
            break
        tickets += reads.rows.rows(batch, is_listed)
        size = max(limit - len(tickets), REFILL_SIZE)
    return tickets[:limit]


def _sorted_page(
    found: Found, reads: Reads, order: ByMoment | ByKey, wanted: slice, is_listed: Callable[[Ticket], bool]
) -> Page:
    """Return a page of a list whose rows are all read. Raises TooManyToSort."""
    total = found.total
    if total > SORTABLE:
        raise TooManyToSort(SORTABLE)
    numbers = list(islice(numbers_in(found, 0, total, ascending=False), total))
    tickets = in_order(reads.rows.rows(numbers, is_listed) if numbers else (), order)
    return Page(len(tickets), tickets[wanted])
