"""The decorator of functions without an HTTP caller: operations, schedules, streams and queues.

They raise every error, so that retries and dead-letter queues work.
"""

from collections.abc import Callable
from typing import Any

from polydesk.desk.context import Deadline
from polydesk.desk.resources import Resources, shared_resources
from polydesk.desk.start import prepare
from polydesk.domain.errors import DeskError
from polydesk.telemetry import begin_invocation, logger, new_error_id

Handler = Callable[[dict[str, Any], Resources, Deadline], Any]

RESERVED_SECONDS = 10.0
"""Time between a handler's deadline and the function's timeout, for finishing the work in progress."""


class UnexpectedError(Exception):
    """An error that is not the desk's own, named by its type and its id in the log.

    It replaces the original because Lambda logs the message of the error that a function raises, and the original's
    message may quote what people wrote.
    """


def background(handler: Handler) -> Callable[[dict[str, Any], Any], Any]:
    """Make a Lambda function of a handler that takes the event, the process's resources and a deadline.

    In Lambda this also makes the client of the table. No caller waits for such a function, so it opens no connection.
    The function raises DeskError as it is, and UnexpectedError for any other error.
    """

    def function(event: dict[str, Any], context: Any) -> Any:
        begin_invocation(function=context.function_name, function_request_id=context.aws_request_id)
        try:
            deadline = Deadline(context.get_remaining_time_in_millis() / 1000 - RESERVED_SECONDS)
            return handler(event, shared_resources(), deadline)
        except DeskError:
            logger.exception("function failed")
            raise
        except Exception as error:  # noqa: BLE001 - raised again, without its message
            error_id = new_error_id()
            logger.exception("function failed", extra={"error_id": error_id})
            raise UnexpectedError(f"{type(error).__name__}, error {error_id}") from None

    prepare()
    function.__doc__ = handler.__doc__
    return function
