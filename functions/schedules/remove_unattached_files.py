"""Every day - remove the uploads that no message got within a day."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Patience, Terms
from polydesk.desk.desk import Desk
from polydesk.desk.resources import Backing
from polydesk.jobs.background import background


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, int]:
    """Answer how many there were. A run that is missed or cut short is made up for by the next one."""
    terms = Terms(datetime.fromisoformat(event["time"]), patience)
    return {"removed": Desk(backing, terms).files.remove_unattached()}
