"""Every day - remove the uploads that no message got within a day."""

from datetime import datetime
from typing import Any

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Answer how many there were. A run that is missed or cut short is made up for by the next one."""
    context = RequestContext(datetime.fromisoformat(event["time"]), deadline)
    return {"removed": Desk(resources, context).files.remove_unattached()}
