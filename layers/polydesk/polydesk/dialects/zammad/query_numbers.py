"""Numbers in the query of a search: of articles, and of minutes with at most two places."""

import re
from decimal import Decimal

from polydesk.dialects.zammad.query_values import Range, Word, unreadable
from polydesk.domain.filters import Filter, Measured
from polydesk.domain.measures import Measure

_QUANTA = {Measure.MESSAGES: Decimal(1), Measure.TIME_SPENT: Decimal("0.01")}
_NUMBERS = {
    Measure.MESSAGES: re.compile(r"[0-9]{1,9}", re.ASCII),
    Measure.TIME_SPENT: re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII),
}


def equal_to(measure: Measure, word: Word) -> Filter:
    """Return the filter of tickets with this number. Raises InvalidValue for `q`."""
    number = _number(measure, word)
    return Measured(measure, number, _above(measure, number))


def between(measure: Measure, given: Range) -> Filter:
    """Return the filter of tickets with a number in a range. Raises InvalidValue for `q`."""
    first = None if given.first.is_anything else _number(measure, given.first)
    last = None if given.last.is_anything else _number(measure, given.last)
    return Measured(
        measure,
        first if first is None or given.with_first else _above(measure, first),
        last if last is None or not given.with_last else _above(measure, last),
    )


def _number(measure: Measure, word: Word) -> Decimal:
    if word.begins or not _NUMBERS[measure].fullmatch(word.text):
        raise unreadable(word.raw)
    return Decimal(word.text)


def _above(measure: Measure, limit: Decimal) -> Decimal:
    """Return the least number that a ticket can have above a limit."""
    quantum = _QUANTA[measure]
    towards_zero = limit // quantum * quantum
    return towards_zero if limit < 0 and limit != towards_zero else towards_zero + quantum
