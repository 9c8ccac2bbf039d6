"""The daily check of the state index and of tickets with unfinished work."""

from datetime import datetime

from polydesk.desk.resources import Resources
from polydesk.jobs.state_review import StateReview
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.reconciler import Reconciler
from polydesk.telemetry import count_metric, logger

INDEX_SHARE = 0.7
"""Share of a run's time for the state index; the rest is for the review of open tickets."""


def reconcile(resources: Resources, now: datetime, deadline: Deadline) -> dict[str, int]:
    """Repair the state index, then queue every open ticket that is due, with or without an expired timer.

    Returns the number of buckets of the index that had drifted and the number of queued tickets. Each day starts at
    another bucket, so that runs that end early do not always skip the same ones.
    """
    drifted = _repair_state_index(resources, now, deadline.fraction(INDEX_SHARE))
    return {"drifted": drifted, "queued": StateReview(resources, now).review_all()}


def _repair_state_index(resources: Resources, now: datetime, deadline: Deadline) -> int:
    reconciler = Reconciler(resources.table)
    buckets = reconciler.buckets()
    first = now.toordinal() % len(buckets) if buckets else 0
    drifted = 0
    for done, bucket in enumerate(buckets[first:] + buckets[:first]):
        if deadline.expired:
            logger.warning("state index checked only in part", extra={"left": len(buckets) - done})
            break
        drift = reconciler.repair(bucket)
        if drift.was_wrong:
            drifted += 1
            logger.warning("state index had drifted", extra={"bucket": bucket, "drift": str(drift)})
            count_metric("IndexDrift")
        elif drift:  # kept changing while it was checked, which is no fault
            logger.info("state index bucket too busy to check", extra={"bucket": bucket, "drift": str(drift)})
    return drifted
