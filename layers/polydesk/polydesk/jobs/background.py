"""The one decorator of functions that no HTTP client waits for: operations, schedules, streams, queues.

They raise whatever goes wrong, so that retries and dead-letter queues do their work.
"""

from collections.abc import Callable
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources, shared_resources
from polydesk.domain.errors import DeskError
from polydesk.telemetry import logger, new_error_id

Handler = Callable[[dict[str, Any], Resources, Deadline], Any]

SPARE_SECONDS = 10.0
"""How long before its function's timeout a handler's patience ends: what has been begun by then can be finished."""


class Failed(Exception):
    """A fault by its type and its id in the log. Lambda itself logs the words of whatever a function raises."""


def background(handler: Handler) -> Callable[[dict[str, Any], Any], Any]:
    """Make a Lambda function of a handler that gets the event, this process's backing, and how long it may go on.

    It raises the desk's errors as they are, which tell an operator what to mend, and Failed for any other.
    """

    def function(event: dict[str, Any], context: Any) -> Any:
        logger.clear_state()
        logger.append_keys(function=context.function_name, function_request_id=context.aws_request_id)
        try:
            deadline = Deadline(context.get_remaining_time_in_millis() / 1000 - SPARE_SECONDS)
            return handler(event, shared_resources(), deadline)
        except DeskError:
            logger.exception("failed")
            raise
        except Exception as error:  # noqa: BLE001 - raised again, without its words
            error_id = new_error_id()
            logger.exception("failed", extra={"error_id": error_id})
            raise Failed(f"{type(error).__name__}, error {error_id}") from None

    function.__doc__ = handler.__doc__
    return function
