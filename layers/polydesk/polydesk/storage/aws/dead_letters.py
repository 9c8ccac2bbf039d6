"""The queue of what could not be dealt with."""

from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from polydesk.storage.aws import CONFIG

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class DeadLetters:
    """A queue that somebody looks into when it rings. The client is made on first use."""

    def __init__(self, url: str) -> None:
        """Send to the queue with that URL."""
        self._url = url

    @cached_property
    def _client(self) -> "SQSClient":
        return boto3.client("sqs", config=CONFIG)

    def send(self, body: str) -> None:
        """Send a message. Raises botocore's errors as they are."""
        self._client.send_message(QueueUrl=self._url, MessageBody=body)
