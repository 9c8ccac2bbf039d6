"""Every day: remove uploads that were not attached to a message within a day."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.file_removal import FileRemoval


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Return how many were removed. The next run removes what a missed or incomplete run has left."""
    return {"removed": FileRemoval(resources).remove_unattached(datetime.fromisoformat(event["time"]), deadline)}
