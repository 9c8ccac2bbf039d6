"""How each order of lists is carried out: by number, by an index of moments, or by sorting rows."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from polydesk.desk.lists.orders import ByKey, ByMoment, ByNumber, SortMethod
from polydesk.desk.people_search import PeopleSearch
from polydesk.desk.resources import Resources
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.facts import Moment
from polydesk.domain.orders import Order, OrderKey
from polydesk.domain.row_orders import ROW_KEYS
from polydesk.domain.ticket import Ticket
from polydesk.storage.fact_index import FACTS_STEP

MOMENTS = {
    OrderKey.UPDATED: Moment.UPDATED,
    OrderKey.LAST_MESSAGE: Moment.LAST_MESSAGE,
    OrderKey.LAST_PUBLIC_MESSAGE: Moment.LAST_PUBLIC_MESSAGE,
}
"""Orders by moments that are indexed."""

NUMBERS = (OrderKey.NUMBER, OrderKey.CREATED)
"""Orders in which no two tickets are equal."""


def order_of(order: Order, resources: Resources) -> SortMethod:
    """Return how to carry out the order. Raises BeingPrepared for one that needs an index that is not complete."""
    ties = _ties(order.then)
    match order.key:
        case OrderKey.NUMBER | OrderKey.CREATED:  # numbers grow with the time of creation
            return ByNumber(ascending=not order.descending)
        case key if key in MOMENTS and not ties:
            _require_moments(resources)
            return ByMoment(MOMENTS[key], ascending=not order.descending)
        case _:
            first, *then = (_by_key(one, resources) for one in (order, *ties))
            return replace(first, then=tuple(then))


def _ties(orders: Iterable[Order]) -> list[Order]:
    """Return those of the orders that decide something: up to the number, and without it where it decides anyway."""
    ties = list[Order]()
    for one in orders:
        if one.key in NUMBERS:
            return ties if one.descending else [*ties, one]
        ties.append(one)
    return ties


def _require_moments(resources: Resources) -> None:
    """Raise BeingPrepared while rows of earlier releases may be without the times of all messages."""
    if not resources.is_migrated(FACTS_STEP):
        raise BeingPrepared


def _by_key(order: Order, resources: Resources) -> ByKey:
    return ByKey(_key(order.key, resources), ascending=not order.descending)


def _key(key: OrderKey, resources: Resources) -> Callable[[Ticket], Any]:
    match key:
        case OrderKey.PRIORITY:
            ranks = {one.id: one.order for one in resources.catalog().priorities.values()}
            return lambda ticket: ranks.get(ticket.priority_id)
        case OrderKey.CATEGORY:
            names = {one.id: one.name_en.casefold() for one in resources.catalog().all_categories.values()}
            return lambda ticket: names.get(ticket.category_id)
        case OrderKey.ASSIGNEE:
            return _by_login(resources)
        case key if key in MOMENTS:
            _require_moments(resources)
            return ByMoment(MOMENTS[key]).key
        case _:
            return ROW_KEYS[key]


def _by_login(resources: Resources) -> Callable[[Ticket], str | None]:
    """Return the key of a ticket by the login of its agent. The logins of all agents are read at once."""
    agents = {agent.id: agent for agent in PeopleSearch(resources).agents()}

    def login(ticket: Ticket) -> str | None:
        assignee = ticket.assignee
        agent = agents.get(assignee.id) if assignee and assignee.kind == "person" else None
        return agent.login.casefold() if agent else None

    return login
