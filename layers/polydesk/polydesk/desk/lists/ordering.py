"""How each order of lists is carried out: by number, by an index of moments, or by sorting rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from polydesk.desk.lists.orders import ByKey, ByMoment, ByNumber, SortMethod
from polydesk.desk.people_search import PeopleSearch
from polydesk.desk.resources import Resources
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.facts import Moment, moments_of
from polydesk.domain.orders import Order, OrderKey
from polydesk.domain.ticket import Ticket
from polydesk.storage.fact_index import FACTS_STEP

MOMENTS = {
    OrderKey.UPDATED: Moment.UPDATED,
    OrderKey.LAST_MESSAGE: Moment.LAST_MESSAGE,
    OrderKey.LAST_PUBLIC_MESSAGE: Moment.LAST_PUBLIC_MESSAGE,
}
"""Orders by moments that are indexed."""

NEVER = datetime.min.replace(tzinfo=UTC)


def order_of(order: Order, resources: Resources) -> SortMethod:
    """Return how to carry out the order. Raises BeingPrepared for one that needs an index that is not complete."""
    match order.key:
        case OrderKey.NUMBER | OrderKey.CREATED:  # numbers grow with the time of creation
            return ByNumber(ascending=not order.descending)
        case key if key in MOMENTS:
            if not resources.is_migrated(FACTS_STEP):  # rows of earlier releases do not have the times of all messages
                raise BeingPrepared
            return ByMoment(MOMENTS[key], ascending=not order.descending)
        case key:
            return ByKey(_key(key, resources), ascending=not order.descending)


def _key(key: OrderKey, resources: Resources) -> Callable[[Ticket], Any]:
    catalog = resources.catalog()
    match key:
        case OrderKey.PRIORITY:
            ranks = {one.id: one.order for one in catalog.priorities.values()}
            return lambda ticket: ranks.get(ticket.priority_id)
        case OrderKey.STATE:
            return lambda ticket: ticket.state_id
        case OrderKey.CATEGORY:
            names = {one.id: one.name_en.casefold() for one in catalog.all_categories.values()}
            return lambda ticket: names.get(ticket.category_id)
        case OrderKey.ASSIGNEE:
            return _by_login(resources)
        case OrderKey.CUSTOMER:
            return lambda ticket: ticket.customer_id
        case OrderKey.SUBJECT:
            return lambda ticket: ticket.subject.casefold()
        case OrderKey.DUE:
            return lambda ticket: ticket.due_date
        case _:
            return _unresponded


def _by_login(resources: Resources) -> Callable[[Ticket], str | None]:
    """Return the key of a ticket by the login of its agent. The logins of all agents are read at once."""
    agents = {agent.id: agent for agent in PeopleSearch(resources).agents()}

    def login(ticket: Ticket) -> str | None:
        assignee = ticket.assignee
        agent = agents.get(assignee.id) if assignee and assignee.kind == "person" else None
        return agent.login.casefold() if agent else None

    return login


def _unresponded(ticket: Ticket) -> tuple[bool, datetime]:
    return ticket.is_unresponded, moments_of(ticket).get(Moment.LAST_PUBLIC_MESSAGE, NEVER)
