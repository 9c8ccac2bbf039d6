"""Every day: repair the ticket index, queue open tickets that are due without an expired timer, report migrations."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.reconcile import reconcile


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Return how many buckets of the index had drifted and how many tickets were queued."""
    return reconcile(resources, datetime.fromisoformat(event["time"]), deadline)
