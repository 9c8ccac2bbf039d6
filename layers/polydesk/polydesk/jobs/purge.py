"""Purging spam: what has been spam for long enough goes for good, with its history and its files.

A purge can be interrupted anywhere. First goes the row, and with it the ticket as far as anybody can tell; whatever is
left is found by the next run, which finishes it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from polydesk.desk.resources import Resources
from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import spam_since
from polydesk.jobs.file_removal import FileRemoval
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.purges import Purges
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger

DEADLINE_SECONDS = 10.0


class SpamPurge:
    """One run of the purge."""

    def __init__(self, resources: Resources, now: datetime, deadline: Deadline) -> None:
        """Purge what has been spam for long enough at that time, for as long as patience lasts."""
        self._resources = resources
        self._now = now
        self._deadline = deadline
        self._files = FileRemoval(resources)
        self._purges = Purges(resources.table, resources.index)

    def run(self) -> int:
        """Finish what earlier runs began, then purge what is due; answer how many tickets are gone.

        When time is up it just ends: the next run finds what is left.
        A ticket that cannot be purged does not keep the others; in the end an ExceptionGroup tells of all such.
        """
        failures: list[Exception] = []
        purged = self._each(self._purges.unfinished(), self._finish, failures)
        if days := self._resources.config.spam_retention_days:
            since = self._now - timedelta(days=days)
            purged += self._each(
                self._resources.timer_index.spam_tickets(since), lambda number: self._purge(number, since), failures
            )
        if failures:
            raise ExceptionGroup(f"{len(failures)} tickets could not be purged", failures)
        return purged

    def _each(self, numbers: Iterable[int], purge: Callable[[int], bool], failures: list[Exception]) -> int:
        purged = 0
        for number in numbers:
            if self._deadline.expired:
                break
            try:
                purged += purge(number)
            except Exception as error:  # noqa: BLE001 - told of in the end
                logger.exception("a ticket could not be purged", extra={"ticket": number})
                failures.append(error)
        return purged

    def _purge(self, number: int, since: datetime) -> bool:
        found = self._resources.timer_index.lookup(number)
        if found is None or not _is_spam_since(found[0], since):
            return False
        try:
            self._purges.begin(found[0], Deadline(DEADLINE_SECONDS))
        except VersionMismatch:
            return False  # somebody has just had to do with it; the next run looks again
        return self._finish(number)

    def _finish(self, number: int) -> bool:
        for leftover in self._purges.history_items(number):
            if self._deadline.expired:
                return False
            if leftover.files:
                self._files.remove(leftover.files)
            self._purges.remove(leftover)
        self._purges.finish(number)
        return True


def _is_spam_since(ticket: Ticket, since: datetime) -> bool:
    spam = spam_since(ticket)
    return spam is not None and spam <= since
