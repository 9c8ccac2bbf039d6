"""From the table's stream: note the words of what is written on tickets, and forget those of what is purged."""

from typing import Any

from polydesk.desk.context import Patience
from polydesk.desk.resources import Backing
from polydesk.jobs.background import background
from polydesk.jobs.quarantine import Rejects, report
from polydesk.jobs.search_indexing import WordKeeper


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, Any]:
    """Answer from which record on the stream has to come again, if it has to."""
    keeper = WordKeeper(backing.words, Rejects(backing.streams_dead, "StreamsIndexWords"))
    return report(keeper.keep(event["Records"], patience))
