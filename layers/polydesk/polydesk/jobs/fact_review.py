"""The daily check of the index of facts: each day the next part of the numbers, from the beginning after the last one.

It also counts messages that are not counted, of tickets on which an earlier release has written.
"""

from datetime import datetime

from polydesk.desk.resources import Resources
from polydesk.jobs.fact_parts import next_part, skipped
from polydesk.jobs.migrations.step import Cursor
from polydesk.storage.errors import is_outage
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger

FACTS_SHARE = 0.3
"""Share of the time that is left for this check, after that of the other indexes."""

CURSORS_PER_PART = 2
"""Each part is first counted and then compared."""

PARTS_PER_DAY = 40
"""How many parts one run compares, 20,000 numbers: at most about 120,000 read units, six for each ticket."""


def review_facts(resources: Resources, now: datetime, deadline: Deadline) -> list[Exception]:
    """Check the next parts of the numbers, as far as the time goes, and repair them; return what has failed.

    It begins once the step of the migrations is complete, which does the same for all numbers. A part that fails does
    not stop those behind it. Raises errors of an outage.
    """
    failures: list[Exception] = []
    if not resources.is_migrated(FACTS_STEP):
        return failures
    index = resources.fact_index
    begins_at = cursor = index.checked_upto()
    try:
        for _ in range(PARTS_PER_DAY * CURSORS_PER_PART):
            if deadline.expired:
                break
            cursor = _following(resources, cursor, now, failures)
            if cursor is None:
                break
    finally:
        if cursor != begins_at:
            index.save_check(cursor)
    return failures


def _following(resources: Resources, cursor: Cursor, now: datetime, failures: list[Exception]) -> Cursor:
    """Do what comes next, and return where to continue. A failure that is no outage is reported and skipped."""
    try:
        return next_part(resources, cursor, now, is_check=True).next
    except Exception as error:
        if is_outage(error):
            raise
        logger.exception("facts cannot be checked", extra={"cursor": cursor})
        failures.append(error)
        return skipped(cursor)
