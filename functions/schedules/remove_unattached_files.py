"""Every day: remove the uploads that no message got within a day."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.file_removal import FileRemoval


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Answer how many were removed. The next run makes up for one that is missed or cut short."""
    return {"removed": FileRemoval(resources).remove_unattached(datetime.fromisoformat(event["time"]), deadline)}
