"""Every hour: purge old spam."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.purge import SpamPurge


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Return how many tickets were purged. The next run purges what this one has no time for."""
    return {"purged": SpamPurge(resources, datetime.fromisoformat(event["time"]), deadline).run()}
