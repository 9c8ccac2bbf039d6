"""Every hour: what has been spam for long enough goes for good."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.purge import SpamPurge


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Answer how many tickets are gone. What there is no time for, the next run purges."""
    return {"purged": SpamPurge(resources, datetime.fromisoformat(event["time"]), deadline).run()}
