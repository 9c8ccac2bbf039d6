"""Records of the table's stream that cannot be taken.

When it is the record's own fault, it would be so at every attempt: the record is set aside, in a queue that rings, with
all that is needed to hand it to its function again, and those behind it have their turn. When it is an outage, the
record comes again, and all behind it, until it is taken: the template lets Lambda try for almost as long as the stream
keeps it. Lambda itself cannot tell the two apart.
"""

import json
from collections.abc import Mapping
from typing import Any

from polydesk.storage.aws import stream_records
from polydesk.storage.aws.queue import Queue
from polydesk.storage.errors import is_outage
from polydesk.telemetry import logger, new_error_id

LARGEST_MESSAGE = 250_000
"""Bytes of a message; a queue takes 256 KB."""

Record = Mapping[str, Any]


class Quarantine:
    """Records that one function could not take."""

    def __init__(self, queue: Queue, function: str) -> None:
        """Set records of the function of that logical id aside, in this queue."""
        self._queue = queue
        self._function = function

    def park(self, record: Record, error: Exception) -> bool:
        """Set a record aside for what is wrong with it; false when it has to come again."""
        about = {"record": stream_records.item_key(record)}
        if is_outage(error):
            logger.error("a record has to come again", exc_info=error, extra=about)
            return False
        error_id = new_error_id()
        logger.error("a record is set aside", exc_info=error, extra={**about, "error_id": error_id})
        message = {"function": self._function, "error_id": error_id, "error": type(error).__name__, "Records": [record]}
        try:
            self._queue.send([_fitting(message, record)])
        except Exception:  # noqa: BLE001 - whatever is wrong with the queue, the record must not get lost
            logger.exception("a record could not be set aside", extra=about)
            return False
        return True


def _fitting(message: dict[str, Any], record: Record) -> dict[str, Any]:
    """The message, without what was written when that is too much for a queue."""
    if len(json.dumps(message)) <= LARGEST_MESSAGE:
        return message
    return {**message, "Records": [stream_records.without_images(record)]}


def report(failed: str | None) -> dict[str, Any]:
    """What Lambda is told: the place in the stream from which all has to come again, or that all is done."""
    return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}
