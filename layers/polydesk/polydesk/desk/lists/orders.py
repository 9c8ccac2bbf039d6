"""The orders of lists.

By number, at any size. By three moments, from the index of moments. By anything else that a row has, for as many
tickets as are sorted. Tickets without a value come last in both directions. Of equal tickets the newest comes first.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from polydesk.desk.lists.planner import Found
from polydesk.desk.lists.reads import Reads
from polydesk.desk.lists.selection import NO_NUMBERS, Selection
from polydesk.domain.facts import Moment, moments_of
from polydesk.domain.ticket import Ticket
from polydesk.storage.ticket_sets import TicketSet

SORTABLE = 2_000
"""How many tickets are read to be sorted."""

INDEXED = frozenset({Moment.UPDATED, Moment.LAST_MESSAGE, Moment.LAST_PUBLIC_MESSAGE})
"""Moments by which lists of any size can be ordered."""

PRICE_OF_A_ROW = 10
"""Over how many tickets of the index one goes at the price of reading a row."""

LEAST_AT_ONCE, MOST_AT_ONCE = 100, 4_000
"""Of how many tickets, in the order of a moment, it is found out at a time whether the list has them."""


@dataclass(frozen=True, slots=True)
class ByNumber:
    """In the order of numbers."""

    ascending: bool = False


@dataclass(frozen=True, slots=True)
class ByMoment:
    """In the order of a moment."""

    moment: Moment
    ascending: bool = False

    def key(self, ticket: Ticket) -> datetime | None:
        """Return the moment, if the ticket has it."""
        return moments_of(ticket).get(self.moment)


@dataclass(frozen=True, slots=True)
class ByKey:
    """In the order of what a function makes of a ticket's row: values that can be compared, or None.

    `then` are the orders of tickets with equal values, each for those that are equal by the former.
    """

    key: Callable[[Ticket], Any]
    ascending: bool = False
    then: "tuple[ByKey, ...]" = ()


type SortMethod = ByNumber | ByMoment | ByKey
"""How a list is put into an order."""

BY_NUMBER = ByNumber()


def in_order(tickets: Iterable[Ticket], order: ByMoment | ByKey) -> list[Ticket]:
    """Return the tickets in the order. Of those with equal keys the newest comes first, in both directions."""
    found = sorted(tickets, key=lambda one: one.number, reverse=True)
    ties = order.then if isinstance(order, ByKey) else ()
    for one in reversed((order, *ties)):  # sorting keeps the order of those that are equal
        found = _by_one(found, one)
    return found


def _by_one(tickets: list[Ticket], order: ByMoment | ByKey) -> list[Ticket]:
    keyed: list[tuple[Any, Ticket]] = [(order.key(one), one) for one in tickets]
    valued = [one for one in keyed if one[0] is not None]
    valued.sort(key=lambda one: one[0], reverse=not order.ascending)
    return [ticket for _, ticket in valued] + [ticket for key, ticket in keyed if key is None]


def numbers_in(found: Found, offset: int, limit: int, *, ascending: bool) -> Iterator[int]:
    """Yield the numbers of a list from `offset` on, in their order. At first `limit` of them are read."""
    numbers = found.selection.numbers
    if found.directory is None or not found.selection.inverted:
        yield from islice(numbers.ascending() if ascending else numbers.newest_first(), offset, None)
        return
    page = found.directory.page(found.base, offset, limit, without=numbers, ascending=ascending)
    yield from page
    if page:
        yield from found.directory.numbers(found.base, beyond=page[-1], without=numbers, ascending=ascending)


def is_worth_sorting(found: Found, wanted: int) -> bool:
    """Return whether reading and sorting all rows costs less than going over the index until so many are found."""
    total = found.total
    if total > SORTABLE:
        return False
    everyone = total if found.directory is None else found.directory.count(lambda _: True)
    return found.directory is None or total * total * PRICE_OF_A_ROW <= wanted * everyone


class TimeOrder:
    """The tickets in the order of an indexed moment, read some at a time; `wanted` will be needed at least."""

    def __init__(self, order: ByMoment, reads: Reads, wanted: int) -> None:
        """Begin at the first ticket."""
        self._numbers = reads.facts.order(order.moment, descending=not order.ascending)
        self._size = min(max(wanted, LEAST_AT_ONCE), MOST_AT_ONCE)
        self._ahead: list[int] = []

    def read_ahead(self) -> None:
        """Read the tickets that `following` returns first, before it is known which of them a list has."""
        self._ahead = self.following()

    def following(self) -> list[int]:
        """Return the next tickets, none at the end."""
        if self._ahead:
            ahead, self._ahead = self._ahead, []
            return ahead
        batch = list(islice(self._numbers, self._size))
        self._size = min(2 * self._size, MOST_AT_ONCE)
        return batch


def numbers_by(times: TimeOrder, found: Found, wanted: int) -> Iterator[int]:
    """Yield the numbers of a list in the order of an indexed moment; of which `wanted` will be needed at least.

    A ticket whose time is just being changed may be found at two times; it has its place at the first of them.
    """
    listed, total = NO_NUMBERS, found.total
    while len(listed) < total and (batch := times.following()):
        members = [number for number in _members(found, list(dict.fromkeys(batch))) if number not in listed]
        listed |= TicketSet.from_numbers(members)
        yield from members
    without_it = Found(found.base, found.selection & ~Selection(listed), found.directory)
    yield from numbers_in(without_it, 0, wanted, ascending=False)


def _members(found: Found, numbers: list[int]) -> list[int]:
    """Return those of the numbers that are in the list."""
    selected = [number for number in numbers if number in found.selection]
    if found.directory is None or not found.selection.inverted:
        return selected
    members = found.directory.select(found.base, TicketSet.from_numbers(selected))
    return [number for number in selected if number in members]
