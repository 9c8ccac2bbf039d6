"""Rebuild the search index from the tickets themselves: all of them or a range of numbers, a part in each run.

An operator with IAM rights invokes it, as often as needed, also while the desk is in use; it has no HTTP route.
"""

from typing import Any

from pydantic import Field

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.http.body import Body
from polydesk.jobs.background import background
from polydesk.jobs.reindex import Reindexer


class Range(Body):
    """Ticket numbers, both ends included. Without `to` the range ends at the newest ticket."""

    first: int = Field(1, alias="from", ge=1)
    last: int | None = Field(None, alias="to")


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Return how many tickets were indexed, which cannot be read, and the next `from`; null when all are done."""
    numbers = Range.read(event)
    result = Reindexer(resources).run(numbers.first, numbers.last)
    return {"indexed": result.indexed, "unreadable": result.unreadable, "next": result.next}
