"""Apply the timers of the tickets in the queue, once for each ticket however often its message arrives.

A message that fails is reported as failed; it is delivered again, alone, until the queue moves it to the dead letters.
"""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.timer_worker import TimerWorker


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> Any:
    """Return which messages failed."""
    worker = TimerWorker(resources, clock.to_the_millisecond())

    def process(record: SQSRecord) -> int:
        return worker.process(record.body)

    return process_partial_response(event, process, BatchProcessor(EventType.SQS))
