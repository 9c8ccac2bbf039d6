"""Counts the messages of tickets whose rows do not have the counters, and writes them to the rows.

A history may have a hundred thousand entries. So counting stops at a deadline and continues from where it was:
entries never change, and new ones come behind. A row is written only if it is as it was when its history was counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.message_counts import MessageCounts
from polydesk.domain.ticket import Ticket
from polydesk.storage.errors import VersionMismatch, is_outage
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger


@dataclass(frozen=True, slots=True)
class Position:
    """Where counting continues: at this ticket, with what was counted of it."""

    number: int
    counts: MessageCounts = field(default_factory=MessageCounts)


class MessageCounting:
    """Counts the messages of tickets, at least a bit of one before the deadline."""

    def __init__(self, resources: Resources, deadline: Deadline) -> None:
        """Write what is counted to the rows of this desk, until the deadline."""
        self._tickets = resources.tickets
        self._states = resources.states()
        self._deadline = deadline
        self.counted = 0
        """Rows that have got counters."""
        self.found: list[dict[str, Any]] = []
        """Tickets that cannot be counted, and why."""

    def count(self, numbers: Iterable[int], begun: Position | None = None) -> Position | None:
        """Count tickets in the order of their numbers, the first one from where it was; return where to continue.

        None when all are counted. Raises errors of an outage.
        """
        tickets, _ = self._tickets.current(numbers)
        uncounted = [number for number in sorted(tickets) if tickets[number].notes is None]
        for done, number in enumerate(uncounted):
            if done and self._deadline.expired:
                return Position(number)
            counts = begun.counts if begun and begun.number == number else MessageCounts()
            try:
                unfinished = self._count_one(number, counts)
            except Exception as error:
                if is_outage(error):
                    raise
                logger.exception("messages cannot be counted", extra={"ticket": number})
                self._report(number, "history cannot be read")
            else:
                if unfinished:
                    return Position(number, unfinished)
        return None

    def _count_one(self, number: int, counts: MessageCounts) -> MessageCounts | None:
        """Count a ticket; return how far it was counted if time is up, and None when there is nothing left to do."""
        while (ticket := self._tickets.get(number)) and ticket.notes is None:
            counts, is_whole = self._counted(ticket, counts)
            if not is_whole:
                return counts
            if not counts.fit(ticket):
                self._report(number, f"{ticket.messages} messages, {counts.messages} in its history")
                return None
            try:
                self._tickets.record_counts(ticket, counts.added_to(ticket))
            except VersionMismatch:
                if self._deadline.expired:
                    return counts
            else:
                self.counted += 1
                return None
        return None

    def _counted(self, ticket: Ticket, counts: MessageCounts) -> tuple[MessageCounts, bool]:
        """Continue counting until time is up, but one entry at least; return also whether that was all."""
        if counts.version >= ticket.version:
            return counts, True
        for entry in self._tickets.entries_between(ticket.number, counts.version + 1, ticket.version):
            counts = counts.after(entry, self._states, ticket.created_at)
            if self._deadline.expired and counts.version < ticket.version:
                return counts, False
        return counts, True

    def _report(self, number: int, problem: str) -> None:
        self.found.append({"ticket": number, "problem": problem})
