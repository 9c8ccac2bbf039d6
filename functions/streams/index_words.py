"""From the table's stream: index what is written on tickets, remove what is purged from the index, and index people."""

from collections.abc import Mapping
from typing import Any

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.people_indexing import PeopleIndexer
from polydesk.jobs.quarantine import Quarantine, batch_item_failures
from polydesk.jobs.search_indexing import SearchIndexer
from polydesk.jobs.stream_batch import in_order


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Return the record from which the stream has to be delivered again, if any."""
    quarantine = Quarantine(resources.streams_dead, "StreamsIndexWords")
    texts, people = SearchIndexer(resources, clock.now()), PeopleIndexer(resources)

    def index_record(record: Mapping[str, Any]) -> None:
        (people if people.takes(record) else texts).index_record(record)

    return batch_item_failures(in_order(event["Records"], index_record, quarantine, deadline))
