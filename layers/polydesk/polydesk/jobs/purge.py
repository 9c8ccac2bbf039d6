"""Purges old spam and what is left of deleted tickets: removes the ticket, its history and its files for good.

A purge may be interrupted at any point. It removes the ticket's row first, which makes the ticket invisible; the next
run finds and removes what is left.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from polydesk.desk.resources import Resources
from polydesk.domain.deletion import last_entry
from polydesk.domain.person import SYSTEM
from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import spam_since
from polydesk.jobs.file_removal import FileRemoval
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger

DEADLINE_SECONDS = 10.0
"""Time to retry the removal of one ticket's row on write conflicts."""


class SpamPurge:
    """One run of the purge."""

    def __init__(self, resources: Resources, now: datetime, deadline: Deadline) -> None:
        """Purge tickets whose retention has ended by `now`, until the deadline."""
        self._resources = resources
        self._now = now
        self._deadline = deadline
        self._files = FileRemoval(resources)
        self._purges = resources.purges

    def run(self) -> int:
        """Finish deletions and interrupted purges, then purge old spam; return the number of tickets removed.

        Stops at the deadline; the next run continues. A ticket that cannot be purged does not stop the others. Raises
        an ExceptionGroup of all failures at the end.
        """
        failures: list[Exception] = []
        purged = self._purge_each(self._purges.unfinished(), self._finish, failures)
        if days := self._resources.config.spam_retention_days:
            since = self._now - timedelta(days=days)
            numbers = self._resources.timer_index.spam_tickets(since)
            purged += self._purge_each(numbers, lambda number: self._purge(number, since), failures)
        if failures:
            raise ExceptionGroup(f"{len(failures)} tickets could not be purged", failures)
        return purged

    def _purge_each(self, numbers: Iterable[int], purge: Callable[[int], bool], failures: list[Exception]) -> int:
        purged = 0
        for number in numbers:
            if self._deadline.expired:
                break
            try:
                purged += purge(number)
            except Exception as error:  # noqa: BLE001 - reported at the end
                logger.exception("ticket purge failed", extra={"ticket": number})
                failures.append(error)
        return purged

    def _purge(self, number: int, since: datetime) -> bool:
        """Purge a ticket that has been spam since then; return whether it is completely removed."""
        found = self._resources.timer_index.lookup(number)
        if found is None or not _is_spam_since(found[0], since):
            return False
        try:
            ticket = found[0]
            self._purges.begin(ticket, last_entry(ticket, self._now, SYSTEM), Deadline(DEADLINE_SECONDS))
        except VersionMismatch:
            return False  # the ticket has just changed; the next run checks it again
        return self._finish(number)

    def _finish(self, number: int) -> bool:
        """Remove the history and files of a ticket without a row; return False when the deadline expires first."""
        for leftover in self._purges.history_items(number):
            if self._deadline.expired:
                return False
            if leftover.files:
                self._files.remove(leftover.files)
            self._purges.remove(leftover)
        self._purges.finish(number)
        return True


def _is_spam_since(ticket: Ticket, since: datetime) -> bool:
    marked_at = spam_since(ticket)
    return marked_at is not None and marked_at <= since
