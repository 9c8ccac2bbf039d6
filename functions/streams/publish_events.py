"""From the table's stream: publish every history entry to the event bus, in order."""

from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.event_publishing import EventPublisher
from polydesk.jobs.quarantine import Quarantine, batch_item_failures


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Return the record from which the stream has to be delivered again, if any."""
    publisher = EventPublisher(resources.bus, Quarantine(resources.streams_dead, "StreamsPublishEvents"))
    return batch_item_failures(publisher.publish(event["Records"], deadline))
