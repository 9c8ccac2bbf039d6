"""Turns the parameters of SupportBee's lists into filters and an order."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from polydesk.dialects.supportbee.flags import flag_filters
from polydesk.dialects.supportbee.list_query import TicketListQuery, TicketSearchQuery
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import AllOf, AnyOf, Filter, Happened, OfCustomers, Texts, WithFact, WithWords
from polydesk.domain.orders import Order, OrderKey
from polydesk.domain.person import Principal
from polydesk.domain.tags import tag_key

UNANSWERED = "unanswered"
"""The name that selects unanswered tickets as long as no label has it."""

SECOND = timedelta(seconds=1)

NEWEST_ACTIVITY_FIRST = Order(OrderKey.LAST_MESSAGE, descending=True)
NEWEST_TICKET_FIRST = Order(OrderKey.NUMBER, descending=True)


class Lookups(Protocol):
    """What filters ask the desk for."""

    def is_label(self, name: str) -> bool:
        """Return whether a label with this name is declared, in any case."""

    def groups_of(self, person_id: int) -> Collection[int]:
        """Return the ids of the groups that the person is a member of."""

    def people_with(self, emails: Collection[str]) -> Collection[int]:
        """Return the ids of the people who have one of the e-mail addresses, in any case."""


def list_filter(query: TicketListQuery, caller: Principal, lookups: Lookups) -> Filter:
    """Return which tickets `GET /tickets` lists for the caller."""
    return AllOf(
        (
            *flag_filters(query.archived, spam=query.spam, trash=query.trash),
            *_replies(query),
            *_assignee(query, caller, lookups),
            *_starred(query, caller),
            *_label(query, lookups),
            *_activity(query),
            *_requester(query, lookups),
        )
    )


def list_order(query: TicketListQuery) -> Order:
    """Return the order of `GET /tickets`."""
    return NEWEST_TICKET_FIRST if query.sort_by == "creation_time" else NEWEST_ACTIVITY_FIRST


def search_filter(query: TicketSearchQuery) -> Filter:
    """Return which tickets `GET /tickets/search` lists. Its order is NEWEST_ACTIVITY_FIRST."""
    flags = flag_filters("any", spam=query.spam, trash=query.trash)
    return AllOf((*flags, WithWords(query.query, Texts.ALL, customers=True)))


def _replies(query: TicketListQuery) -> Iterator[Filter]:
    without = WithFact(Fact(FactKind.REPLIES, 0))
    if query.replies is not None:
        yield ~without if query.replies else without
    if query.max_replies is not None:
        yield WithFact(Fact(FactKind.REPLIES, query.max_replies))


def _assignee(query: TicketListQuery, caller: Principal, lookups: Lookups) -> Iterator[Filter]:
    if query.assigned_user is not None:
        user = caller.person_id if query.assigned_user == "me" else query.assigned_user
        yield _has(FactKind.PERSON, user)
    team = query.assigned_group if query.assigned_team is None else query.assigned_team
    if team == "mine":
        yield AnyOf(tuple(_has(FactKind.GROUP, one) for one in sorted(lookups.groups_of(caller.person_id))))
    elif team is not None:
        yield _has(FactKind.GROUP, team)


def _has(kind: FactKind, assignee: int | str) -> Filter:
    """Return the condition that this person or group has the ticket; that `any` or `none` of the kind has it."""
    if isinstance(assignee, int):
        return WithFact(Fact(kind, assignee))
    assigned = WithFact(Fact(FactKind.ASSIGNED, kind.value))
    return assigned if assignee == "any" else ~assigned


def _starred(query: TicketListQuery, caller: Principal) -> Iterator[Filter]:
    starred = WithFact(Fact(FactKind.STARRED_BY, caller.person_id))
    if query.starred:
        yield starred
    elif query.starred is False:
        yield ~starred
        yield _has(FactKind.PERSON, caller.person_id)


def _label(query: TicketListQuery, lookups: Lookups) -> Iterator[Filter]:
    if query.label is None:
        return
    key = tag_key(query.label)
    if key == UNANSWERED and not lookups.is_label(query.label):
        yield WithFact(Fact(FactKind.UNRESPONDED))
    else:
        yield WithFact(Fact(FactKind.FOLDED_TAG, key))


def _activity(query: TicketListQuery) -> Iterator[Filter]:
    """Compare the last activity as answers show it, in whole seconds: a client sends what it has seen."""
    if query.since is not None:
        yield Happened(Moment.LAST_MESSAGE, since=_second(query.since) + SECOND)
    if query.until is not None:
        second = _second(query.until)
        yield Happened(Moment.LAST_MESSAGE, until=second if second == query.until else second + SECOND)


def _second(at: datetime) -> datetime:
    """Return the beginning of the second."""
    return at.replace(microsecond=0)


def _requester(query: TicketListQuery, lookups: Lookups) -> Iterator[Filter]:
    if query.requester_emails is not None:
        yield OfCustomers(frozenset(lookups.people_with(query.requester_emails)))
