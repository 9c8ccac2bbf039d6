"""Every minute: queue the tickets that are due, and index some of the texts that were deferred."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.late_indexing import LateIndexing
from polydesk.jobs.state_review import StateReview
from polydesk.jobs.timer_sweep import TimerSweep


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Return how many tickets were queued, for an expired timer and because of changed states, and texts indexed."""
    now = datetime.fromisoformat(event["time"])
    return {
        "due": TimerSweep(resources, now).run(),
        "changed": StateReview(resources, now).review_changes(),
        "indexed": LateIndexing(resources, now, deadline).run(),
    }
