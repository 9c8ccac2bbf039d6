"""Whatever a caller asks for in each API's words, a page has what a look at every ticket says, while tickets change.

State, flags, customer and number count before the stream is delivered. The rest counts after it; before, a page has no
ticket that its row tells not to be in the list.
"""

from collections.abc import Callable, Iterable
from random import Random
from time import time_ns
from typing import Any

import pytest

from polydesk.desk.ticket_lists import Page
from polydesk.dialects import happyfox, selectel, supportbee
from polydesk.dialects.happyfox import list_query as happyfox_query
from polydesk.dialects.happyfox.sorting import ORDERS
from polydesk.dialects.supportbee import list_filter as supportbee_filter
from polydesk.dialects.supportbee.list_query import TicketListQuery, TicketSearchQuery
from polydesk.domain.filters import Filter
from polydesk.domain.orders import NEWEST_FIRST, Order, OrderKey
from polydesk.domain.person import Principal
from selectel import list_tickets
from tests import profiles
from tests.unit.desk.lists import asked_of_happyfox, asked_of_supportbee, asked_of_tickets_api
from tests.unit.desk.lists.asked import Asked
from tests.unit.desk.lists.written_desk import AGENTS, CATEGORIES, CUSTOMERS, KEY, Seen, WrittenDesk, caller

LISTS = profiles.number(gate=100, full=1_700)
"""Of each API, so that `full` tries 5,000."""

LISTS_BETWEEN_WRITES = 6
TICKETS = 400
SIZES = (1, 2, 7, 10, 25, 50, 100, 1_000)
GRACE = caller(AGENTS[0])


@pytest.fixture
def random(request: pytest.FixtureRequest) -> Random:
    """The source of a test's desk and lists; the profile `search` has a new one in each run."""
    seed = f"{request.node.name} {time_ns()}" if profiles.PROFILE == "search" else request.node.name
    print(f"seed: {seed!r}")
    return Random(seed)


@pytest.fixture
def desk(random: Random) -> WrittenDesk:
    desk = WrittenDesk(random)
    desk.write(TICKETS)
    desk.deliver()
    return desk


def sorted_by(order: Order, tickets: Iterable[Seen]) -> list[int]:
    """Return the numbers of tickets, which come newest first, in an order."""
    key = KEYS[order.key]
    listed = list(tickets)
    having = sorted((one for one in listed if key(one) is not None), key=key, reverse=order.descending)
    return [one.ticket.number for one in (*having, *(one for one in listed if key(one) is None))]


def _last_public(seen: Seen) -> Any:
    return max(at for at in (seen.ticket.staff_replied_at, seen.ticket.customer_replied_at) if at)


def _login(seen: Seen) -> str | None:
    return {person.id: person.login for person in AGENTS}.get(asked_of_happyfox.held_by(seen) or 0)


NAMES = {one.id: one.name_en.lower() for one in CATEGORIES}
KEYS: dict[OrderKey, Callable[[Seen], Any]] = {
    OrderKey.NUMBER: lambda seen: seen.ticket.number,
    OrderKey.CREATED: lambda seen: seen.ticket.created_at,
    OrderKey.UPDATED: lambda seen: seen.ticket.updated_at,
    OrderKey.LAST_MESSAGE: lambda seen: seen.ticket.last_message_at,
    OrderKey.LAST_PUBLIC_MESSAGE: _last_public,
    OrderKey.PRIORITY: lambda seen: seen.ticket.priority_id,
    OrderKey.STATE: lambda seen: seen.ticket.state_id,
    OrderKey.CATEGORY: lambda seen: NAMES[seen.ticket.category_id],
    OrderKey.ASSIGNEE: _login,
    OrderKey.CUSTOMER: lambda seen: seen.ticket.customer_id,
    OrderKey.SUBJECT: lambda seen: seen.ticket.subject,
    OrderKey.DUE: lambda seen: seen.ticket.due_date,
    OrderKey.UNRESPONDED: lambda seen: (seen.waits, _last_public(seen)),
}


class Comparison:
    """Compares lists of one API, with writes going on between."""

    def __init__(self, desk: WrittenDesk, random: Random) -> None:
        self.desk, self.random = desk, random
        self.delivered = True
        self.seen = desk.seen()

    def turns(self) -> Iterable[bool]:
        """Write now and then; yield whether everything that was written counts."""
        for turn in range(LISTS):
            if turn % LISTS_BETWEEN_WRITES == 0:
                self.desk.write(self.random.randrange(1, 6))
                self.delivered = self.random.random() < 0.7
                if self.delivered:
                    self.desk.deliver()
                self.seen = self.desk.seen()
            yield self.delivered

    def expect(self, asked: Asked, by: Principal, filter_: Filter, order: Order) -> None:
        """Compare pages of a list with what was asked for, at the start, in the middle and at its end."""
        if not self.delivered:
            order = NEWEST_FIRST
        listed = sorted_by(order, filter(asked.holds, self.seen))
        size = self.random.choice(SIZES)
        for offset in {0, len(listed) // 2, max(len(listed) - size, 0), len(listed)}:
            page = self.desk.desk().lists.page(by, filter_, offset, size, order)
            numbers = [one.number for one in page.tickets]
            if self.delivered or asked.exact:
                assert (page.total, numbers) == (len(listed), listed[offset : offset + size]), (asked.parameters, order)
            elif asked.by_row:
                assert set(numbers) <= set(listed), asked.parameters
            assert is_short_only_at_the_end(page, offset, size) or not self.delivered


def is_short_only_at_the_end(page: Page, offset: int, size: int) -> bool:
    """Return whether a page has as many tickets as there are left."""
    return len(page.tickets) == min(size, max(page.total - offset, 0))


def test_of_happyfox(desk: WrittenDesk, random: Random) -> None:
    comparison = Comparison(desk, random)
    for delivered in comparison.turns():
        exact = not delivered and random.random() < 0.7
        asked = asked_of_happyfox.list_asked_for(random, desk.now, exact=exact)
        code = random.choice(("ticketd", *ORDERS))
        query = happyfox_query.TicketQuery.read({**asked.parameters, "sort": [code]}, happyfox.dialect.parameters)
        now = desk.desk()
        filter_ = happyfox_query.list_filter(query, now, now.people_search, desk.now)
        visible = Asked(asked.parameters, (*asked.conditions, asked_of_happyfox.NO_SPAM))
        comparison.expect(visible, KEY, filter_, query.sort)


def test_of_supportbee(desk: WrittenDesk, random: Random) -> None:
    comparison = Comparison(desk, random)
    lookups = asked_of_supportbee.FakeLookups()
    for delivered in comparison.turns():
        exact = not delivered and random.random() < 0.7
        if not exact and random.random() < 0.3:
            asked = asked_of_supportbee.search_asked_for(random)
            search = TicketSearchQuery.read(asked.parameters, supportbee.PARAMETERS)
            order = supportbee_filter.NEWEST_ACTIVITY_FIRST
            comparison.expect(asked, GRACE, supportbee_filter.search_filter(search), order)
            continue
        asked = asked_of_supportbee.list_asked_for(random, desk.now, exact=exact)
        sort = {"sort_by": ["creation_time"]} if random.random() < 0.5 else {}
        query = TicketListQuery.read({**asked.parameters, **sort}, supportbee.PARAMETERS)
        filter_ = supportbee_filter.list_filter(query, GRACE, lookups)
        comparison.expect(asked, GRACE, filter_, supportbee_filter.list_order(query))


def test_of_the_tickets_api(desk: WrittenDesk, random: Random) -> None:
    comparison = Comparison(desk, random)
    for delivered in comparison.turns():
        customer = random.choice((None, *CUSTOMERS))
        exact = not delivered and random.random() < 0.7
        asked = asked_of_tickets_api.list_asked_for(random, customer.id if customer else None, exact=exact)
        query = list_tickets.TicketQuery.read(asked.parameters, selectel.dialect.parameters)
        filter_ = list_tickets.list_filter(query, desk.desk())
        comparison.expect(asked, caller(customer) if customer else GRACE, filter_, NEWEST_FIRST)
