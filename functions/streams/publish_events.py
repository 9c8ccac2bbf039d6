"""From the table's stream: tell the event bus of each update of a ticket, in order."""

from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.event_publishing import Publisher
from polydesk.jobs.quarantine import Quarantine, report


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Answer from which record on the stream has to come again, if it has to."""
    publisher = Publisher(resources.bus, Quarantine(resources.streams_dead, "StreamsPublishEvents"))
    return report(publisher.publish(event["Records"], deadline))
