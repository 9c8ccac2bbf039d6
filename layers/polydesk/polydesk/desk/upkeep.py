"""The daily look at everything that should hold by itself: the index of states, and tickets that states left behind."""

from datetime import datetime

from polydesk.desk.backing import Backing
from polydesk.desk.timers import TimerDesk
from polydesk.storage.reconciler import Reconciler
from polydesk.telemetry import count, logger


def reconcile(backing: Backing, now: datetime) -> dict[str, int]:
    """Repair the index of states, and queue the tickets that have something to do whether or not a timer says so.

    Answers how many parts of the index had drifted and how many tickets were queued. Each run begins with another part
    of the index, so that a run which is cut short does not always leave the same ones.
    """
    reconciler = Reconciler(backing.table)
    buckets = reconciler.buckets()
    first = now.toordinal() % len(buckets) if buckets else 0
    drifted = 0
    for bucket in buckets[first:] + buckets[:first]:
        if drift := reconciler.repair(bucket):
            drifted += 1
            logger.warning("the state index had drifted", extra={"bucket": bucket, "drift": str(drift)})
            count("IndexDrift")
    return {"drifted": drifted, "queued": TimerDesk(backing, now).review_all()}
