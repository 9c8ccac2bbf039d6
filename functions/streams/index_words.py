"""From the table's stream: note the words of what is written on tickets, and forget those of what is purged."""

from typing import Any

from polydesk.background import background
from polydesk.desk.backing import Backing
from polydesk.desk.rejects import Rejects, report
from polydesk.desk.search import WordKeeper
from polydesk.desk.terms import Patience


@background
def handler(event: dict[str, Any], backing: Backing, patience: Patience) -> dict[str, Any]:
    """Answer from which record on the stream has to come again, if it has to."""
    keeper = WordKeeper(backing.words, Rejects(backing.streams_dead, "StreamsIndexWords"))
    return report(keeper.keep(event["Records"], patience))
