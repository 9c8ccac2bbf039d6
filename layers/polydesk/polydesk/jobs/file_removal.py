"""Removes files: those of purged tickets, and uploads that no message needs.

An upload is not needed when it was not attached to a message within a day, or when the message has a copy of it.

The object goes first and the item last, so that the next run finds and finishes an interrupted removal.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import batched

from polydesk.desk.resources import Resources
from polydesk.domain.errors import Unavailable
from polydesk.domain.file import File
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger

FILES_AT_ONCE = 100
"""Files between two looks at the deadline. The copies of each are listed by a request of its own."""

GRACE = timedelta(hours=1)
"""Time that an unattached file is kept after it expires: longer than any request that began before then."""


class FileRemoval:
    """Removes files of one desk."""

    def __init__(self, resources: Resources) -> None:
        """Remove from this desk's bucket and table."""
        self._resources = resources

    def remove(self, ids: Iterable[str]) -> None:
        """Remove files. Call it before removing the message that has them. Raises Unavailable when some are left."""
        for batch in batched(ids, FILES_AT_ONCE, strict=False):
            left = self._resources.objects.remove(batch)
            self._resources.files.delete(file_id for file_id in batch if file_id not in left)
            if left:
                raise Unavailable

    def _remove_unattached(self, files: Iterable[File]) -> None:
        batch = list(files)
        left = self._resources.objects.remove(file.id for file in batch)
        self._resources.files.delete_unattached(file for file in batch if file.id not in left)
        if left:
            raise Unavailable

    def remove_unattached(self, now: datetime, deadline: Deadline) -> int:
        """Remove expired uploads that belong to no message, until the deadline; return how many.

        Then remove the uploads of which messages have copies, and copies that belong to no message. A file that cannot
        be removed does not stop the others. Raises an ExceptionGroup of all failures at the end.
        """
        failures: list[Exception] = []
        before = now - GRACE
        removed = _in_batches(self._resources.files.unattached(before), self._remove_unattached, deadline, failures)
        _in_batches(self._resources.files.copied(before), self._remove_uploads, deadline, failures)
        if failures:
            raise ExceptionGroup("files could not be removed", failures)
        return removed

    def _remove_uploads(self, files: Iterable[File]) -> None:
        batch = list(files)
        left = self._resources.objects.remove_all_but_copy(batch)
        for file in batch:
            if file.id not in left:
                self._resources.files.upload_removed(file.id)
        if left:
            raise Unavailable


def _in_batches[F](
    files: Iterable[F], remove: Callable[[Iterable[F]], None], deadline: Deadline, failures: list[Exception]
) -> int:
    """Remove files until the deadline; return how many, and add what fails to the failures."""
    removed = 0
    for batch in batched(files, FILES_AT_ONCE, strict=False):
        if deadline.expired:
            break
        try:
            remove(batch)
            removed += len(batch)
        except Exception as error:  # noqa: BLE001 - reported at the end
            logger.exception("file removal failed", extra={"files": len(batch)})
            failures.append(error)
    return removed
