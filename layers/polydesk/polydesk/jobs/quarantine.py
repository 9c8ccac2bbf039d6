"""Parks records of the table's stream that cannot be processed.

A record that is itself the cause of the error would fail at every attempt. It is parked in a queue with an alarm,
together with everything needed to process it later, and the records behind it are processed. During an outage the
record, and all records behind it, are retried until they succeed: the template lets Lambda retry for almost as long as
the stream keeps them. Lambda itself cannot tell the two cases apart.
"""

import json
from collections.abc import Mapping
from typing import Any

from polydesk.storage.aws import stream_records
from polydesk.storage.aws.queue import Queue
from polydesk.storage.errors import is_outage
from polydesk.telemetry import logger, new_error_id

MAX_MESSAGE_LENGTH = 250_000
"""Bytes of a message; SQS takes 256 KB."""

Record = Mapping[str, Any]


class Quarantine:
    """The parked records of one function."""

    def __init__(self, queue: Queue, function: str) -> None:
        """Park in this queue the records of the function with that logical id."""
        self._queue = queue
        self._function = function

    def park(self, record: Record, error: Exception) -> bool:
        """Park a record that failed with this error; return False when it has to be retried instead."""
        extra = {"record": stream_records.item_key(record)}
        if is_outage(error):
            logger.error("stream record will be retried", exc_info=error, extra=extra)
            return False
        error_id = new_error_id()
        logger.error("stream record parked", exc_info=error, extra={**extra, "error_id": error_id})
        message = {"function": self._function, "error_id": error_id, "error": type(error).__name__, "Records": [record]}
        try:
            self._queue.send([_within_limit(message, record)])
        except Exception:  # noqa: BLE001 - whatever the queue's error, the record must not get lost
            logger.exception("stream record could not be parked", extra=extra)
            return False
        return True


def _within_limit(message: dict[str, Any], record: Record) -> dict[str, Any]:
    """Return the message, without the item's images when it would be too large for the queue."""
    if len(json.dumps(message)) <= MAX_MESSAGE_LENGTH:
        return message
    return {**message, "Records": [stream_records.without_images(record)]}


def batch_item_failures(sequence_number: str | None) -> dict[str, Any]:
    """Return a stream function's answer: the sequence number to deliver again from, or none when all is done."""
    return {"batchItemFailures": [{"itemIdentifier": sequence_number}] if sequence_number else []}
