"""Every hour: check that streams and queues are read."""

from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.source_check import check_sources


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Return how many event sources are not read."""
    return {"unread": check_sources(resources)}
