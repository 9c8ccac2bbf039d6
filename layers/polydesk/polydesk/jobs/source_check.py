"""The hourly check that Lambda reads the table's stream and the queue of timers.

A source that nobody reads calls no function, so neither delays nor errors are measured. A stream keeps its records for
24 hours; an hourly check leaves nearly all of that time for the repair.
"""

from polydesk.desk.resources import Resources
from polydesk.telemetry import count_metric, logger


def check_sources(resources: Resources) -> int:
    """Log and count every event source that is not read; return how many there are."""
    unread = list(resources.event_sources.unread())
    for mapping_id, problem in unread:
        logger.error("event source is not read", extra={"event_source": mapping_id, "problem": problem})
        count_metric("SourcesUnread")
    return len(unread)
