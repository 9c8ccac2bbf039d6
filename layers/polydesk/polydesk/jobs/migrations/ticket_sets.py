"""Step 2: move every ticket from the former state index to the ticket index and to its customer's own set.

It begins with a pause. Functions learn within MIGRATIONS_SECONDS that the step has begun, and from then on write
tickets to the new places only. So when the pass over all numbers is done, no ticket is left behind.

A ticket moves by one transaction on condition that its row is as it was read. A ticket that has moved already, by a
write of its own or by an earlier run, is left alone. Lists read both places until the step is complete.
"""

from collections.abc import Sequence
from functools import partial

from polydesk import clock
from polydesk.desk.resources import Resources
from polydesk.domain.errors import WriteConflict
from polydesk.jobs.migrations.step import Cursor, Finding, Part
from polydesk.storage.errors import Contention, VersionMismatch, is_outage
from polydesk.storage.retry import Deadline, retry
from polydesk.telemetry import logger

TICKETS_PER_PART = 100

PAUSES = 12
"""Pauses before the first ticket is moved: together twice what functions may take to learn that the step has begun."""

PAUSE_SECONDS = 10.0

MOVE_SECONDS = 10.0
"""How long one ticket is tried again while others change it."""


def move_tickets(resources: Resources, cursor: Cursor) -> Part:
    """Pause first, then move the tickets with numbers from the cursor on."""
    match cursor:
        case None:
            return Part(f"pause {PAUSES}")
        case str():
            left = int(cursor.removeprefix("pause "))
            clock.sleep(PAUSE_SECONDS)
            return Part(f"pause {left - 1}" if left > 1 else 1)
    last = resources.tickets.last_number()
    numbers = range(cursor, min(cursor + TICKETS_PER_PART, last + 1))
    changed, found = _move(resources, numbers)
    following = cursor + TICKETS_PER_PART
    return Part(following if following <= last else None, changed, tuple(found))


def _move(resources: Resources, numbers: Sequence[int]) -> tuple[int, list[Finding]]:
    """Move these tickets; return how many were moved, and which cannot be read."""
    moved = 0
    found: list[Finding] = []
    for number in resources.tickets.outside_sets(numbers):
        try:
            moved += retry(partial(_move_one, resources, number), Deadline(MOVE_SECONDS))
        except Exception as error:
            if is_outage(error) or isinstance(error, WriteConflict):
                raise
            logger.exception("ticket cannot be moved", extra={"ticket": number})
            found.append({"ticket": number, "problem": "cannot be read"})
    return moved, found


def _move_one(resources: Resources, number: int) -> bool:
    """Move a ticket as it is now; return False when it is gone or has been moved. Raises Contention."""
    ticket = resources.tickets.get(number)
    if ticket is None or ticket.in_sets:
        return False
    try:
        resources.tickets.move_to_sets(ticket, clock.now())
    except VersionMismatch:
        raise Contention(WriteConflict()) from None
    return True
