"""Compares a filter with a ticket's row. Some filters need more than the row: then the answer may be unknown.

Unknown is None. A conjunction with a false part is false and a disjunction with a true part is true, whatever is
unknown beside it.
"""

from collections.abc import Iterable

from polydesk.domain.facts import Fact, FactKind, facts_of, moments_of
from polydesk.domain.filters import (
    AllOf,
    AnyOf,
    Filter,
    Flag,
    Flagged,
    Happened,
    InStates,
    Measured,
    Not,
    Numbered,
    NumberedBetween,
    OfCustomers,
    Texts,
    WithFact,
    WithPhrase,
    WithWords,
)
from polydesk.domain.measures import measure_of
from polydesk.domain.search_terms import SearchQuery, distinct_terms, has_phrase
from polydesk.domain.slot import Slot, slot_of
from polydesk.domain.ticket import Ticket

BESIDE_THE_ROW = frozenset({FactKind.STARRED_BY})
"""The kinds of facts that a ticket's row does not have."""


def matches(filter_: Filter, ticket: Ticket) -> bool | None:
    """Return whether the ticket satisfies the filter, or None when its row alone cannot tell: for words and stars."""
    match filter_:
        case AllOf(filters):
            return every(matches(one, ticket) for one in filters)
        case AnyOf(filters):
            return inverse(every(inverse(matches(one, ticket)) for one in filters))
        case Not(negated):
            return inverse(matches(negated, ticket))
        case _:
            return _leaf_matches(filter_, ticket)


def every(answers: Iterable[bool | None]) -> bool | None:
    """Return False if one of the answers is False, else None if one is unknown, else True."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def inverse(answer: bool | None) -> bool | None:
    """Return the opposite of an answer; that of an unknown one is unknown."""
    return None if answer is None else not answer


def has_flag(slot: Slot, flag: Flag) -> bool:
    """Return whether the tickets of a slot have the flag."""
    match flag:
        case Flag.ARCHIVED:
            return slot.archived
        case Flag.SPAM:
            return slot.spam
        case Flag.TRASHED:
            return slot.trashed
        case Flag.STAFF_ONLY:
            return slot.staff_only


def _leaf_matches(filter_: Filter, ticket: Ticket) -> bool | None:
    match filter_:
        case InStates(state_ids):
            return ticket.state_id in state_ids
        case Flagged(flag):
            return has_flag(slot_of(ticket), flag)
        case OfCustomers(person_ids):
            return ticket.customer_id in person_ids
        case Numbered(numbers):
            return ticket.number in numbers
        case NumberedBetween(first, last):
            return (first is None or first <= ticket.number) and (last is None or ticket.number <= last)
        case WithFact(fact):
            return _has_fact(fact, ticket)
        case Happened() | Measured():
            return _is_between(filter_, ticket)
        case WithWords() | WithPhrase():
            return _has_words(filter_, ticket)
    raise TypeError(type(filter_).__name__)


def _has_fact(fact: Fact, ticket: Ticket) -> bool | None:
    return None if fact.kind in BESIDE_THE_ROW else fact in facts_of(ticket)


def _is_between(filter_: Happened | Measured, ticket: Ticket) -> bool:
    """Return whether the ticket has the time or the number, and it is within the bounds."""
    match filter_:
        case Happened(moment, since, until):
            at = moments_of(ticket).get(moment)
            return at is not None and (since is None or since <= at) and (until is None or at < until)
        case Measured(measure, least, below):
            number = measure_of(ticket, measure)
            return number is not None and (least is None or least <= number) and (below is None or number < below)


def _has_words(filter_: WithWords | WithPhrase, ticket: Ticket) -> bool | None:
    """Return True when number or subject suffice. Without more texts to look into, what the subject lacks is False."""
    if isinstance(filter_, WithPhrase):
        return has_phrase(ticket.subject, filter_.terms)
    if filter_.query.number == ticket.number or _subject_has(filter_.query, ticket.subject):
        return True
    return False if filter_.texts is Texts.SUBJECT and not filter_.customers else None


def _subject_has(query: SearchQuery, subject: str) -> bool:
    terms = distinct_terms(subject)
    begins = query.prefix is None or any(term.startswith(query.prefix) for term in terms)
    return bool(query.terms or query.prefix) and begins and set(query.terms) <= set(terms)
