"""Every minute: find the tickets that time has to act on, and queue them."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.timers import TimerDesk


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Answer how many tickets were queued: by their timers, and because states were changed."""
    timers = TimerDesk(resources, datetime.fromisoformat(event["time"]))
    return {"due": timers.sweep(), "changed": timers.review_changes()}
