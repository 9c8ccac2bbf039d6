"""Goes through all tickets in parts: first counts messages that are not counted, then compares the index of facts.

The step of the migrations and the daily check do the same; each keeps a cursor of its own.

| cursor                        | what comes next                                          |
|-------------------------------|----------------------------------------------------------|
| a number                      | count the messages of the tickets from it on, to the end of its part |
| `history <number> <counts>`   | the same, but the first ticket was counted in part       |
| `facts <number>`              | compare the part that begins with it                     |
"""

from datetime import UTC, datetime, timedelta

from polydesk.desk.resources import Resources
from polydesk.domain.message_counts import MessageCounts
from polydesk.jobs.fact_repair import NUMBERS_PER_PART, FactRepair
from polydesk.jobs.message_counting import MessageCounting, Position
from polydesk.jobs.migrations.step import Cursor, Finding, Part
from polydesk.storage.retry import Deadline
from polydesk.telemetry import count_metric, logger

COUNTING_SECONDS = 5.0
"""How long messages are counted before the cursor is saved."""

_HISTORY, _FACTS = "history", "facts"


def next_part(resources: Resources, cursor: Cursor, now: datetime, *, is_check: bool) -> Part:
    """Do what comes next. With `is_check` differences in tickets that have not just changed are reported as drift."""
    match cursor:
        case str() if cursor.startswith(_FACTS):
            return _compare(resources, int(cursor.split()[1]), now, is_check=is_check)
        case _:
            return _count(resources, _position_of(cursor))


def skipped(cursor: Cursor) -> Cursor:
    """Return where the part after that of the cursor begins."""
    number = int(cursor.split()[1]) if isinstance(cursor, str) else cursor or 0
    return number - number % NUMBERS_PER_PART + NUMBERS_PER_PART


def _count(resources: Resources, position: Position) -> Part:
    first = position.number - position.number % NUMBERS_PER_PART
    counting = MessageCounting(resources, Deadline(COUNTING_SECONDS))
    left = counting.count(range(position.number, first + NUMBERS_PER_PART), position)
    return Part(_cursor_of(left) if left else f"{_FACTS} {first}", counting.counted, tuple(counting.found))


def _compare(resources: Resources, first: int, now: datetime, *, is_check: bool) -> Part:
    repair = FactRepair(resources, now).repair(first)
    if is_check and repair.drifted:
        logger.warning("index of facts had drifted", extra={"tickets": sorted(repair.drifted)})
        count_metric("IndexDrift")
    found: list[Finding] = []
    for number, error in sorted(repair.damaged.items()):
        logger.error("ticket cannot be read", exc_info=error, extra={"ticket": number})
        found.append({"ticket": number, "problem": "cannot be read"})
    following = first + NUMBERS_PER_PART
    return Part(following if following <= resources.tickets.last_number() else None, len(repair.changed), tuple(found))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def _cursor_of(position: Position) -> Cursor:
    counts = position.counts
    if not counts.version:
        return position.number
    times = (
        -1 if at is None else (at - _EPOCH) // _MILLISECOND for at in (counts.last_message_at, counts.last_closed_at)
    )
    numbers = (position.number, counts.version, counts.messages, counts.notes, counts.staff_replies, *times)
    return " ".join([_HISTORY, *map(str, numbers)])


def _position_of(cursor: Cursor) -> Position:
    if not isinstance(cursor, str):
        return Position(cursor or 0)
    number, version, messages, notes, staff_replies, *times = map(int, cursor.split()[1:])
    last_message_at, last_closed_at = (None if at < 0 else _EPOCH + at * _MILLISECOND for at in times)
    counts = MessageCounts(version, messages, notes, staff_replies, last_message_at, last_closed_at)
    return Position(number, counts)
