"""Queues in SQS."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING, Any

import boto3

from polydesk.storage.aws import CONFIG
from polydesk.storage.retry import Deadline, send_all

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MESSAGES_PER_CALL = 10
"""SQS's limit."""

SECONDS_PER_CALL = 2.0


class Queue:
    """A queue of JSON messages. Its client is created on first use."""

    def __init__(self, url: str) -> None:
        """Send to the queue with that URL."""
        self._url = url

    @cached_property
    def _client(self) -> "SQSClient":
        return boto3.client("sqs", config=CONFIG)

    def send(self, messages: Iterable[Mapping[str, Any]]) -> int:
        """Send the messages in order, and return how many there were.

        Raises Unavailable when SQS does not accept all of them in time, and botocore's errors unchanged.
        """
        sent = 0
        for batch in batched(messages, MESSAGES_PER_CALL, strict=False):
            send_all(self._send_batch, [json.dumps(message) for message in batch], Deadline(SECONDS_PER_CALL))
            sent += len(batch)
        return sent

    def _send_batch(self, bodies: Sequence[str]) -> list[str]:
        """Send up to ten messages, and return those that SQS has not accepted."""
        answer = self._client.send_message_batch(
            QueueUrl=self._url,
            Entries=[{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)],
        )
        return [bodies[int(failed["Id"])] for failed in answer.get("Failed", ())]
