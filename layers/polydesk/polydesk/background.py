"""The one decorator of functions that no HTTP client waits for: operations, schedules, streams, queues.

They raise whatever goes wrong, so that retries and dead-letter queues do their work.
"""

from collections.abc import Callable
from typing import Any

from polydesk.desk.backing import Backing, connect
from polydesk.telemetry import logger

Handler = Callable[[dict[str, Any], Backing], Any]


def background(handler: Handler) -> Callable[[dict[str, Any], Any], Any]:
    """Make a Lambda function of a handler that gets the event and this process's backing."""

    def function(event: dict[str, Any], context: Any) -> Any:
        logger.clear_state()
        logger.append_keys(function=context.function_name, function_request_id=context.aws_request_id)
        try:
            return handler(event, connect())
        except Exception:
            logger.exception("failed")
            raise

    function.__doc__ = handler.__doc__
    return function
