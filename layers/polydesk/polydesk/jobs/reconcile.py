"""The daily check of indexes, of tickets with unfinished work, and of migrations that are not complete."""

from collections.abc import Callable
from datetime import datetime

from polydesk.desk.resources import Resources
from polydesk.jobs.fact_review import FACTS_SHARE, review_facts
from polydesk.jobs.migrations.registry import STEPS
from polydesk.jobs.migrations.runner import Migrator
from polydesk.jobs.state_review import StateReview
from polydesk.storage.errors import is_outage
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.reconciler import Drift as FormerDrift
from polydesk.storage.state_index.reconciler import Reconciler as FormerReconciler
from polydesk.storage.ticket_index.drift import Drift
from polydesk.storage.ticket_index.reconciler import Reconciler
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.telemetry import count_metric, logger

Check = Callable[[int], Drift | FormerDrift]
"""Checks and repairs a bucket, and returns what it has found."""

INDEX_SHARE = 0.7
"""Share of a run's time for the indexes; the rest is for the review of open tickets."""


def reconcile(resources: Resources, now: datetime, deadline: Deadline) -> dict[str, int]:
    """Repair the ticket index, customers' own sets and a part of the facts, then queue every open ticket that is due.

    A ticket can be due without an expired timer. Before that it reports the steps of the migrations that are not
    complete, and afterwards the number of tickets that are not closed. Until all tickets have been moved, it also
    repairs the former index, which has the others. Returns the number of buckets that had drifted, counted for each
    index, and the number of queued tickets.

    Each day starts at another bucket, so that runs that end early do not always skip the same ones. A bucket that
    cannot be checked does not stop the others. Raises an ExceptionGroup of all failures at the end, and errors of an
    outage at once.
    """
    _report_migrations(resources)
    failures: list[Exception] = []
    drifted = _repair_indexes(resources, now, deadline.fraction(INDEX_SHARE), failures)
    failures += review_facts(resources, now, deadline.fraction(FACTS_SHARE))
    review = StateReview(resources, now)
    queued = review.review_all()
    count_metric("TicketsWaiting", review.seen)
    if failures:
        raise ExceptionGroup(f"{len(failures)} parts of the indexes could not be checked", failures)
    return {"drifted": drifted, "queued": queued}


def _report_migrations(resources: Resources) -> None:
    for step in Migrator(resources, STEPS).incomplete():
        logger.warning("migration is not complete", extra={"step": step.number, "step_name": step.name})
        count_metric("MigrationsLeft")


def _repair_indexes(resources: Resources, now: datetime, deadline: Deadline, failures: list[Exception]) -> int:
    index = Reconciler(resources.table)
    checks: dict[str, Check] = {"ticket index": index.repair}
    if not resources.is_migrated(SETS_STEP):
        checks["state index"] = FormerReconciler(resources.table).repair
    buckets = index.buckets()
    first = now.toordinal() % len(buckets) if buckets else 0
    drifted = 0
    for done, bucket in enumerate(buckets[first:] + buckets[:first]):
        if deadline.expired:
            logger.warning("indexes checked only in part", extra={"left": len(buckets) - done})
            break
        for name, check in checks.items():
            try:
                drifted += _repair(name, check, bucket)
            except Exception as error:
                if is_outage(error):
                    raise
                logger.exception(f"{name} bucket cannot be checked", extra={"bucket": bucket})
                failures.append(error)
    return drifted


def _repair(name: str, check: Check, bucket: int) -> bool:
    """Check and repair a bucket, and report it; return whether it had drifted."""
    drift = check(bucket)
    if drift.was_wrong:
        logger.warning(f"{name} had drifted", extra={"bucket": bucket, "drift": str(drift)})
        count_metric("IndexDrift")
    elif drift:  # kept changing while it was checked, which is no fault
        logger.info(f"{name} bucket too busy to check", extra={"bucket": bucket, "drift": str(drift)})
    return drift.was_wrong
