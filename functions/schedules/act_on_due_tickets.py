"""Apply the timers of the tickets in the queue, once for each ticket however often its message arrives.

A message that fails is reported as failed; it is delivered again, alone, until the queue moves it to the dead letters.
"""

from typing import Any

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.timer_worker import TimerWorker


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> dict[str, Any]:
    """Return which messages failed."""
    worker = TimerWorker(resources, clock.to_the_millisecond())
    failed = worker.process_each((record["messageId"], record["body"]) for record in event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
