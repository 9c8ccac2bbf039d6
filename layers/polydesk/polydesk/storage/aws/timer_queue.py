"""The queue of tickets that time has to act on."""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING, Any

import boto3

from polydesk.domain.errors import Unavailable
from polydesk.storage.aws import CONFIG
from polydesk.storage.retry import Deadline

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MESSAGES_PER_CALL = 10
"""SQS's bound."""

SECONDS_PER_CALL = 2.0


class TimerQueue:
    """A queue of JSON messages. The client is made on first use."""

    def __init__(self, url: str) -> None:
        """Send to the queue with that URL."""
        self._url = url

    @cached_property
    def _client(self) -> "SQSClient":
        return boto3.client("sqs", config=CONFIG)

    def send(self, bodies: Iterable[Mapping[str, Any]]) -> int:
        """Send all of them, in order, and return how many there were.

        Raises Unavailable when some are not taken, and botocore's errors as they are: a schedule is tried again.
        """
        sent = 0
        for batch in batched(bodies, MESSAGES_PER_CALL, strict=False):
            self._send([json.dumps(body) for body in batch])
            sent += len(batch)
        return sent

    def _send(self, waiting: list[str]) -> None:
        deadline = Deadline(SECONDS_PER_CALL)
        while True:
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[{"Id": str(place), "MessageBody": body} for place, body in enumerate(waiting)],
            )
            waiting = [waiting[int(failed["Id"])] for failed in answer.get("Failed", ())]
            if not waiting:
                return
            deadline.pause(Unavailable())
