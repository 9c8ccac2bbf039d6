"""Set up a desk: declare people, groups, categories, labels and tokens in one JSON document, as often as needed.

An operator with IAM rights invokes it; it has no HTTP route. The answer shows each new token once.
"""

from typing import Any

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.set_up import SetUp
from polydesk.jobs.set_up_document import read_document


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Create and change what the document declares; return the ids and the new tokens."""
    return SetUp(resources, clock.to_the_millisecond()).apply(read_document(event))
