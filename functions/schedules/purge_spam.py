"""Every hour: what has been spam for long enough goes for good."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Patience
from polydesk.desk.resources import Backing
from polydesk.jobs.background import background
from polydesk.jobs.purge import SpamPurge


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, int]:
    """Answer how many tickets are gone. What there is no time for, the next run purges."""
    return {"purged": SpamPurge(backing, datetime.fromisoformat(event["time"]), patience).run()}
