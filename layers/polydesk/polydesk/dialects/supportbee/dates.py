"""Dates as clients of SupportBee write them in a query.

| Form                        | Examples                                                      |
|-----------------------------|---------------------------------------------------------------|
| ISO 8601, extended          | `2001-02-15T04:05:06+07:00`, `2001-02-15T04:05:06Z`           |
| ISO 8601, basic             | `20010215T040506+0700`                                        |
| a day, which begins at 0:00 | `2001-02-15`, `20010215`                                      |
| English                     | `15th Feb 2001 04:05:06 PM`                                   |
| seconds since 1970          | `982184706`: 9 to 11 digits                                   |

A time without a zone is UTC. A space may stand for the `+` of the zone: that is what an unencoded `+` is in a query.
ISO 8601 may have a fraction of a second.
"""

import re
from datetime import UTC, datetime, timedelta

MAX_DATE_LENGTH = 40
"""Characters. No form has as many."""

EXAMPLES = ("2026-01-05T09:30:00Z", "2026-01-05T16:30:00+07:00", "2026-01-05", "1767605400")

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""No ticket is from before or after these. A date beyond them is brought to them: it selects the same tickets."""

_FRACTION = r"(?P<fraction>\.[0-9]{1,6})?"
_ZONE = r"(?:Z|(?P<sign>[-+ ])(?P<zone_hour>[01][0-9]|2[0-3]):?(?P<zone_minute>[0-5][0-9]))?"
_EXTENDED_TIME = rf"T(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}}):(?P<second>[0-9]{{2}}){_FRACTION}{_ZONE}"
_BASIC_TIME = rf"T(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})(?P<second>[0-9]{{2}}){_FRACTION}{_ZONE}"
_FORMS = tuple(
    map(
        re.compile,
        (
            rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?:{_EXTENDED_TIME})?",
            rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?:{_BASIC_TIME})?",
            r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th) (?P<month>[A-Za-z]{3}) (?P<year>[0-9]{4}) "
            r"(?P<hour>0?[1-9]|1[0-2]):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}) (?P<half>[AaPp])[Mm]",
        ),
    )
)
_SECONDS = re.compile(r"[0-9]{9,11}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class NotADate(ValueError):
    """A text that is no date; `problem` says what to send instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.problem = f"{reason} Send a date such as {', '.join(EXAMPLES[:-1])}, or seconds since 1970."


def instant(text: str) -> datetime:
    """Return the moment that the text names, in UTC. Raises NotADate."""
    if len(text) > MAX_DATE_LENGTH:
        raise NotADate(f"A date has at most {MAX_DATE_LENGTH} characters.")
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _moment({name: part for name, part in found.groupdict().items() if part})
    raise NotADate("This is not a known form of a date.")


def _moment(parts: dict[str, str]) -> datetime:
    """Return the moment that these parts name. Raises NotADate."""
    hour = int(parts.get("hour", 0))
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half in "Pp" else 0)
    try:
        local = datetime(
            int(parts["year"]),
            _month(parts["month"]),
            int(parts["day"]),
            hour,
            int(parts.get("minute", 0)),
            int(parts.get("second", 0)),
            int(parts.get("fraction", ".")[1:].ljust(6, "0")),
            tzinfo=UTC,
        )
    except ValueError:
        raise NotADate("There is no such day or time.") from None
    return min(max(local, EARLIEST), LATEST) - _offset(parts)


def _month(text: str) -> int:
    """Return the number of a month. Raises ValueError for a name that is none."""
    return int(text) if text.isdecimal() else _MONTHS.index(text.lower()) + 1


def _offset(parts: dict[str, str]) -> timedelta:
    """Return how far the zone is ahead of UTC."""
    ahead = timedelta(hours=int(parts.get("zone_hour", 0)), minutes=int(parts.get("zone_minute", 0)))
    return -ahead if parts.get("sign") == "-" else ahead
