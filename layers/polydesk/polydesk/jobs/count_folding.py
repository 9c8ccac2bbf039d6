"""The folding of the ticket index's counts, some times an hour, so that lists read few items.

A list adds up what is folded and what is not. So a run that is late, is missed or ends early makes lists read more, and
changes nothing else.
"""

from polydesk.desk.resources import Resources
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index.folding import fold
from polydesk.telemetry import logger


def fold_counts(resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Move changes of counts into the blocks; return how many were moved, and how many are left for the next run.

    Raises errors of an outage.
    """
    folded = fold(resources.table, deadline)
    if folded.left:
        logger.warning("counts folded only in part", extra={"moved": folded.moved, "left": folded.left})
    return {"moved": folded.moved, "left": folded.left}
