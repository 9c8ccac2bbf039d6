"""Make the words of tickets findable again, from the tickets themselves: a range of numbers, or all, a part at a time.

Invoked by an operator with IAM rights; there is no HTTP route. As often as one likes, also while the desk is in use.
"""

from typing import Any

from pydantic import Field

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.http.body import Body
from polydesk.jobs.background import background
from polydesk.jobs.reindex import Reindexer


class Range(Body):
    """Ticket numbers, both ends included; without an end up to the newest ticket."""

    first: int = Field(1, alias="from", ge=1)
    last: int | None = Field(None, alias="to")


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Answer how many tickets were done, which cannot be read, and `from` where to go on; null when all is done."""
    wanted = Range.read(event)
    done = Reindexer(resources).index(wanted.first, wanted.last)
    return {"indexed": done.indexed, "unreadable": done.unreadable, "next": done.next}
