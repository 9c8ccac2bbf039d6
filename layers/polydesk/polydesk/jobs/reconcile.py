"""The daily look at everything that should hold by itself: the index of states, and tickets that states left behind."""

from datetime import datetime

from polydesk.desk.resources import Resources
from polydesk.jobs.timers import TimerDesk
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.reconciler import Reconciler
from polydesk.telemetry import count, logger

SHARE_OF_THE_INDEX = 0.7
"""Of the time of a run; the rest is for tickets that have something to do."""


def reconcile(resources: Resources, now: datetime, deadline: Deadline) -> dict[str, int]:
    """Repair the index of states, and queue the tickets that have something to do whether or not a timer says so.

    Answers how many parts of the index had drifted and how many tickets were queued. Each run begins with another part
    of the index, so that a run which is cut short does not always leave the same ones.
    """
    drifted = _repair(resources, now, deadline.part(SHARE_OF_THE_INDEX))
    return {"drifted": drifted, "queued": TimerDesk(resources, now).review_all()}


def _repair(resources: Resources, now: datetime, deadline: Deadline) -> int:
    reconciler = Reconciler(resources.table)
    buckets = reconciler.buckets()
    first = now.toordinal() % len(buckets) if buckets else 0
    drifted = 0
    for done, bucket in enumerate(buckets[first:] + buckets[:first]):
        if deadline.expired:
            logger.warning("there was no time for all of the state index", extra={"left": len(buckets) - done})
            break
        drift = reconciler.repair(bucket)
        if drift.was_wrong:
            drifted += 1
            logger.warning("the state index had drifted", extra={"bucket": bucket, "drift": str(drift)})
            count("IndexDrift")
        elif drift:  # it is a busy desk, and no fault that anybody should be called for
            logger.info("a part of the state index was never quiet", extra={"bucket": bucket, "drift": str(drift)})
    return drifted
