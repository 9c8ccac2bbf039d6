"""From the table's stream: index what is written on tickets, and remove what is purged from the index."""

from typing import Any

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.quarantine import Quarantine, batch_item_failures
from polydesk.jobs.search_indexing import SearchIndexer


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Return the record from which the stream has to be delivered again, if any."""
    indexer = SearchIndexer(resources, Quarantine(resources.streams_dead, "StreamsIndexWords"), clock.now())
    return batch_item_failures(indexer.index(event["Records"], deadline))
