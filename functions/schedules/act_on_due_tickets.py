"""From the queue of timers: act on each ticket, once however often it comes.

A ticket that cannot be acted on is named as failed; it comes again, alone, until the queue gives it up.
"""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from polydesk import clock
from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources
from polydesk.jobs.background import background
from polydesk.jobs.timers import TimerDesk, task_of
from polydesk.telemetry import logger


@background
def handler(event: dict[str, Any], resources: Resources, deadline: Deadline) -> Any:
    """Answer which messages failed."""
    timers = TimerDesk(resources, clock.to_the_millisecond())

    def act(record: SQSRecord) -> None:
        try:
            timers.act_on(task_of(record.json_body))
        except Exception:
            logger.exception("a ticket could not be acted on", extra={"task": record.body})
            raise

    return process_partial_response(event, act, BatchProcessor(EventType.SQS))
