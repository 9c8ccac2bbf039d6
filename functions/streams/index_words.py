"""From the table's stream: note the words of what is written on tickets, and forget those of what is purged."""

from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.quarantine import Quarantine, report
from polydesk.jobs.search_indexing import SearchIndexer


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Answer from which record on the stream has to come again, if it has to."""
    keeper = SearchIndexer(resources.search_index, Quarantine(resources.streams_dead, "StreamsIndexWords"))
    return report(keeper.keep(event["Records"], deadline))
