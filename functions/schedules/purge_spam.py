"""Every hour: what has been spam for long enough goes for good."""

from datetime import datetime
from typing import Any

from polydesk.background import background
from polydesk.desk.backing import Backing
from polydesk.desk.purge import SpamPurge
from polydesk.desk.terms import Patience


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, int]:
    """Answer how many tickets are gone. What there is no time for, the next run purges."""
    return {"purged": SpamPurge(backing, datetime.fromisoformat(event["time"]), patience).run()}
