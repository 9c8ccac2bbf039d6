"""Every ten minutes: fold the counts of the ticket index."""

from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.count_folding import fold_counts


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, int]:
    """Return how many changes were moved, and how many are left for the next run."""
    return fold_counts(resources, deadline)
