"""From the table's stream: tell the event bus of each update of a ticket, in order."""

from typing import Any

from polydesk.background import background
from polydesk.desk.backing import Backing
from polydesk.desk.publishing import Publisher


@background
def handler(event: dict[str, Any], backing: Backing) -> dict[str, Any]:
    """Answer from which record on the stream has to come again, if it has to."""
    failed = Publisher(backing).publish(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}
