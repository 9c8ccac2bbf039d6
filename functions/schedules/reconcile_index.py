"""Every day: compare the index of states with the tickets, repair it, and find tickets that states left behind."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.reconcile import reconcile


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Answer how many parts of the index had drifted, and how many tickets were queued."""
    return reconcile(resources, datetime.fromisoformat(event["time"]), deadline)
