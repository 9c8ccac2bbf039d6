"""Times in the query of a search.

| Text                                        | What it covers                                            |
|---------------------------------------------|-----------------------------------------------------------|
| `2026-01-05`                                | the day, in UTC                                           |
| `2026-01-05T10:00Z`, `…:30+02:00`, `….123Z` | that minute, second or millisecond; the zone is required  |
| `now`, `now-7d`, `now+1h`                   | that millisecond; s m h d w M y                           |
| `*`                                         | no bound                                                  |

A ticket is found at or after a time when its own is not before all that the text covers, and so on: `<=2026-01-05` and
`2026-01-05]` include the whole day, and `>2026-01-05` begins after it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from polydesk.dialects.zammad.query_values import Range, Word, unreadable
from polydesk.domain.facts import Moment
from polydesk.domain.filters import NONE, Filter, Happened

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""No ticket has a time before the one or after the other."""

MILLISECOND = timedelta(milliseconds=1)

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d))?", re.ASCII
)
_NOW = re.compile(r"now(?:([+-]\d{1,6})([smhdwMy]))?", re.ASCII)
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_MONTHS = {"M": 1, "y": 12}


@dataclass(frozen=True, slots=True)
class Covered:
    """A time as precise as it is written: from `begin` on, before `end`."""

    begin: datetime
    end: datetime


def at(moment: Moment, word: Word, now: datetime) -> Filter:
    """Return the filter of tickets whose moment is in the span that a word writes. Raises InvalidValue for `q`."""
    span = _span(word, now)
    return _happened(moment, span.begin, span.end)


def between(moment: Moment, given: Range, now: datetime) -> Filter:
    """Return the filter of tickets whose moment is in a range. Raises InvalidValue for `q`."""
    since = until = None
    if not given.first.is_anything:
        first = _span(given.first, now)
        since = first.begin if given.with_first else first.end
    if not given.last.is_anything:
        last = _span(given.last, now)
        until = last.end if given.with_last else last.begin
    return _happened(moment, since, until)


def _happened(moment: Moment, since: datetime | None, until: datetime | None) -> Filter:
    """Return the filter of a time; a bound beyond all times that tickets have is none, or leaves no ticket."""
    if (since and since >= LATEST) or (until and until <= EARLIEST):
        return NONE
    return Happened(
        moment,
        since if since and since > EARLIEST else None,
        until if until and until < LATEST else None,
    )


def _span(word: Word, now: datetime) -> Covered:
    text = word.text.strip()
    try:
        span = None if word.begins else _relative(text, now) or _absolute(text)
    except (ValueError, OverflowError):  # no such day, hour or zone
        span = None
    if span is None:
        raise unreadable(word.raw)
    return span


def _absolute(text: str) -> Covered | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if found[4] is None:
        begin = datetime(year, month, day, tzinfo=UTC)
        return Covered(begin, _later(begin, timedelta(days=1)))
    zone = "+00:00" if found[8] == "Z" else found[8]
    local = datetime.fromisoformat(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:{found[6] or '00'}{zone}")
    begin = local.astimezone(UTC)
    if found[7] is None:
        return Covered(begin, _later(begin, timedelta(seconds=1) if found[6] else timedelta(minutes=1)))
    return _instant(begin + timedelta(microseconds=int(f"{found[7]:0<6}"[:6])))


def _relative(text: str, now: datetime) -> Covered | None:
    found = _NOW.fullmatch(text)
    if found is None:
        return None
    if found[1] is None:
        return _instant(now)
    return _instant(_shifted(now.astimezone(UTC), int(found[1]), found[2]))


def _instant(time: datetime) -> Covered:
    """Return the millisecond of a time; the times of tickets have no finer ones."""
    floor = time - timedelta(microseconds=time.microsecond % 1000)
    return Covered(floor if floor == time else floor + MILLISECOND, floor + MILLISECOND)


def _shifted(now: datetime, count: int, unit: str) -> datetime:
    """Return the time so many units later, or earlier when the count is negative, within all times of tickets."""
    if unit in _UNITS:
        return _later(now, count * _UNITS[unit])
    months = now.year * 12 + now.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    if not EARLIEST.year <= year < LATEST.year:
        return EARLIEST if count < 0 else LATEST
    return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))


def _later(begin: datetime, by: timedelta) -> datetime:
    try:
        return min(max(begin + by, EARLIEST), LATEST)
    except OverflowError:
        return EARLIEST if by < timedelta() else LATEST
