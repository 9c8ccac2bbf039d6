"""Removes files: those of purged tickets, and uploads that no message has got within a day.

The object goes first and the item last, so that an interrupted removal is found and finished by the next run.
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
"""How long an unattached file is kept after its time: longer than any request runs that began in time."""


class FileRemoval:
    """Removes files of one desk."""

    def __init__(self, resources: Resources) -> None:
        """Remove from this desk's bucket and table."""
        self._resources = resources

    def remove(self, ids: Iterable[str]) -> None:
        """Remove files. Remove them before the message that has them. Raises Unavailable when some are left."""
        for some in batched(ids, DELETE_KEYS, strict=False):
            left = self._resources.objects.remove(some)
            self._resources.files.delete(one for one in some if one not in left)
            if left:
                raise Unavailable

    def remove_unattached(self, now: datetime, deadline: Deadline) -> int:
        """Remove the uploads that no message got in time, until the deadline; return how many.

        A file that cannot be removed does not stop the others; an ExceptionGroup at the end reports all failures.
        """
        removed = 0
        failures: list[Exception] = []
        for some in batched(self._resources.files.unattached(now - GRACE), DELETE_KEYS, strict=False):
            if deadline.expired:
                break
            try:
                self.remove(some)
                removed += len(some)
            except Exception as error:  # noqa: BLE001 - reported at the end
                logger.exception("files could not be removed", extra={"files": len(some)})
                failures.append(error)
        if failures:
            raise ExceptionGroup("files could not be removed", failures)
        return removed
