"""From the table's stream: tell the event bus of each update of a ticket, in order."""

from typing import Any

from polydesk.desk.context import Patience
from polydesk.desk.resources import Backing
from polydesk.jobs.background import background
from polydesk.jobs.event_publishing import Publisher
from polydesk.jobs.quarantine import Rejects, report


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, Any]:
    """Answer from which record on the stream has to come again, if it has to."""
    publisher = Publisher(backing.bus, Rejects(backing.streams_dead, "StreamsPublishEvents"))
    return report(publisher.publish(event["Records"], patience))
