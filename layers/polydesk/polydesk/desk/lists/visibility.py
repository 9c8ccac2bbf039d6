"""Decides which tickets a caller's lists can have. Every list passes through here."""

from dataclasses import replace

from polydesk.desk.lists.expression import mentions
from polydesk.domain.filters import AllOf, AnyOf, Filter, Flag, Flagged, Not, OfCustomers, Texts, WithWords
from polydesk.domain.person import Principal

HIDDEN_UNLESS_ASKED = (Flag.SPAM, Flag.TRASHED)
"""Flags whose tickets are in the lists of agents that ask for the flag, and in no other list."""


def visible_to(by: Principal, filter_: Filter) -> Filter:
    """Return the filter of those tickets that the caller may see.

    Customers see their own tickets, unless these are for staff only, spam or in the trash, and they find no words of
    private notes. Agents see all tickets, spam and trash only in a list that mentions the flag.
    """
    if not by.is_staff:
        hidden = (Flag.STAFF_ONLY, *HIDDEN_UNLESS_ASKED)
        return AllOf((_in_public(filter_), OfCustomers(frozenset({by.person_id})), *_without(hidden)))
    return AllOf((filter_, *_without(tuple(flag for flag in HIDDEN_UNLESS_ASKED if not mentions(filter_, flag)))))


def _without(flags: tuple[Flag, ...]) -> tuple[Filter, ...]:
    return tuple(Not(Flagged(flag)) for flag in flags)


def _in_public(filter_: Filter) -> Filter:
    """Return the filter with words that are looked for in public texts only."""
    match filter_:
        case AllOf(filters):
            return AllOf(tuple(map(_in_public, filters)))
        case AnyOf(filters):
            return AnyOf(tuple(map(_in_public, filters)))
        case Not(negated):
            return Not(_in_public(negated))
        case WithWords(texts=Texts.ALL):
            return replace(filter_, texts=Texts.PUBLIC)
        case _:
            return filter_
