"""Removes files: those of purged tickets, and uploads that were not attached to a message within a day.

The object goes first and the item last, so that the next run finds and finishes an interrupted removal.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched

from polydesk.desk.resources import Resources
from polydesk.domain.errors import Unavailable
from polydesk.storage.aws.bucket import DELETE_KEYS
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger

GRACE = timedelta(hours=1)
"""Time that an unattached file is kept after it expires: longer than any request that began before then."""


class FileRemoval:
    """Removes files of one desk."""

    def __init__(self, resources: Resources) -> None:
        """Remove from this desk's bucket and table."""
        self._resources = resources

    def remove(self, ids: Iterable[str]) -> None:
        """Remove files. Call it before removing the message that has them. Raises Unavailable when some are left."""
        for batch in batched(ids, DELETE_KEYS, strict=False):
            left = self._resources.objects.remove(batch)
            self._resources.files.delete(file_id for file_id in batch if file_id not in left)
            if left:
                raise Unavailable

    def remove_unattached(self, now: datetime, deadline: Deadline) -> int:
        """Remove expired uploads that belong to no message, until the deadline; return how many.

        A file that cannot be removed does not stop the others. Raises an ExceptionGroup of all failures at the end.
        """
        removed = 0
        failures: list[Exception] = []
        for batch in batched(self._resources.files.unattached(now - GRACE), DELETE_KEYS, strict=False):
            if deadline.expired:
                break
            try:
                self.remove(batch)
                removed += len(batch)
            except Exception as error:  # noqa: BLE001 - reported at the end
                logger.exception("file removal failed", extra={"files": len(batch)})
                failures.append(error)
        if failures:
            raise ExceptionGroup("files could not be removed", failures)
        return removed
