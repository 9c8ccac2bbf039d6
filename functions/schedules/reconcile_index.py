"""Every day: compare the index of states with the tickets, repair it, and find tickets that states left behind."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Patience
from polydesk.desk.resources import Backing
from polydesk.jobs.background import background
from polydesk.jobs.reconcile import reconcile


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, int]:
    """Answer how many parts of the index had drifted, and how many tickets were queued."""
    return reconcile(backing, datetime.fromisoformat(event["time"]), patience)
