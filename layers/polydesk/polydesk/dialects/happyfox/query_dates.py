"""Dates in the `q` of a list: fields such as `created-on-or-after`, and `duedate`. Days are those of UTC.

| Field, for a day d | A ticket matches when it happened |
|---|---|
| `…-on` | at or after d, before d + 1 |
| `…-on-or-before` | before d + 1 |
| `…-on-or-after` | at or after d |
| `…-before` | before d |
| `…-after` | at or after d + 1 |

What has never happened matches none of them.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from polydesk.domain.facts import Moment
from polydesk.domain.filters import NONE, Filter, Happened

_MOMENTS = {
    "created": Moment.CREATED,
    "last-modified": Moment.UPDATED,
    "last-staff-replied": Moment.STAFF_REPLIED,
    "last-contact-replied": Moment.CUSTOMER_REPLIED,
    "last-closed": Moment.LAST_CLOSED,
}
Days = tuple[int | None, int | None]
"""The days from a day to the first that matches, and to the first that does not match any more; None is no bound."""

_BOUNDS: dict[str, Days] = {
    "on": (0, 1),
    "on-or-before": (None, 1),
    "on-or-after": (0, None),
    "before": (None, 0),
    "after": (1, None),
}

DATE_FIELDS: Mapping[str, tuple[Moment, Days]] = MappingProxyType(
    {f"{what}-{when}": (moment, days) for what, moment in _MOMENTS.items() for when, days in _BOUNDS.items()}
)
"""The fields that take a date: which moment they compare, and its bounds."""

_DUE: dict[str, Days] = {
    "today": (0, 1),
    "yesterday": (-1, 0),
    "tomorrow": (1, 2),
    "overdue": (None, 0),
    "next 7 days": (0, 8),
}
DUE_WORDS = tuple(_DUE)
"""The values of `duedate`."""

_DATE = re.compile(r"([0-9]{4})([/-])([0-9]{2})\2([0-9]{2})")


def parse_date(text: str) -> date | None:
    """Return the day of `yyyy/mm/dd` or `yyyy-mm-dd`; None for another text, or when there is no such day."""
    found = _DATE.fullmatch(text.strip())
    try:
        return date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None


def happened(field: str, day: date) -> Filter:
    """Return the filter of one of DATE_FIELDS for a day."""
    moment, bounds = DATE_FIELDS[field]
    return _within(moment, day, bounds)


def due(word: str, now: datetime) -> Filter:
    """Return the filter of one of DUE_WORDS at the time of the request."""
    return _within(Moment.DUE, now.astimezone(UTC).date(), _DUE[word])


def _within(moment: Moment, day: date, bounds: Days) -> Filter:
    first, end = bounds
    since = None if first is None else _midnight(day, first)
    if first is not None and since is None:
        return NONE
    return Happened(moment, since, None if end is None else _midnight(day, end))


def _midnight(day: date, days: int) -> datetime | None:
    """Return 00:00 UTC so many days after a day; None after the last day of the calendar."""
    try:
        return datetime.combine(day + timedelta(days), time(), UTC)
    except OverflowError:
        return None
