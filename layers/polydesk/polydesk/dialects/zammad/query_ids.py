"""Numbers of tickets, and ids, in the query of a search."""

import re

from polydesk.dialects.zammad.ids import parse_number
from polydesk.dialects.zammad.query_values import Range, Word, unreadable
from polydesk.dialects.zammad.query_words import whole
from polydesk.domain.filters import NONE, Filter, Numbered, NumberedBetween
from polydesk.domain.search_terms import MAX_NUMBER_DIGITS

_ID = re.compile(r"[0-9]{1,15}", re.ASCII)


def numbered(word: Word) -> Filter:
    """Return the filter of the ticket with a number, also as `#42` or `0042`; any other text finds none."""
    number = parse_number(whole(word))
    return Numbered(frozenset({number})) if number and number < 10**MAX_NUMBER_DIGITS else NONE


def with_id(word: Word) -> Filter:
    """Return the filter of the ticket with an id. Raises InvalidValue for `q` for what is none."""
    _ticket_id(word)
    return numbered(word)


def between(given: Range) -> Filter:
    """Return the filter of tickets with ids in a range. Raises InvalidValue for `q`."""
    first = None if given.first.is_anything else _ticket_id(given.first) + (not given.with_first)
    last = None if given.last.is_anything else _ticket_id(given.last) - (not given.with_last)
    if last is not None and last < max(first or 0, 1):
        return NONE
    return NumberedBetween(first, last)


def row_id(word: Word) -> int:
    """Return the id of a state, a person and so on. Raises InvalidValue for `q` for what is none."""
    return _id_of(word, whole(word))


def _ticket_id(word: Word) -> int:
    return _id_of(word, whole(word).removeprefix("#"))


def _id_of(word: Word, text: str) -> int:
    if not _ID.fullmatch(text):
        raise unreadable(word.raw)
    return int(text)
