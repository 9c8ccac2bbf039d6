"""From the table's stream: tell the event bus of each update of a ticket, in order."""

from typing import Any

from polydesk.background import background
from polydesk.desk.backing import Backing
from polydesk.desk.publishing import Publisher
from polydesk.desk.rejects import Rejects, report
from polydesk.desk.terms import Patience


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, Any]:
    """Answer from which record on the stream has to come again, if it has to."""
    publisher = Publisher(backing.bus, Rejects(backing.streams_dead, "StreamsPublishEvents"))
    return report(publisher.publish(event["Records"], patience))
