"""Reads queues as Lambda does: in batches; failed messages return until the queue moves them to its dead letters."""

import json
from collections.abc import Mapping
from typing import Any

from tools.local_desk.aws import Services
from tools.local_desk.deliveries.batches import MAX_ATTEMPTS, DeliveryBlocked, Invoke, failures
from tools.local_desk.deliveries.filters import passes
from tools.local_desk.model import Function, Queue, QueueSource
from tools.local_desk.template.names import REGION


class QueueReader:
    """Delivers the messages of one queue to one function."""

    def __init__(self, services: Services, function: Function, queue: Queue, source: QueueSource, invoke: Invoke):
        """Deliver to `function`, which `invoke` calls."""
        self._services = services
        self._function = function
        self._queue = queue
        self._source = source
        self._invoke = invoke

    def deliver(self) -> int:
        """Deliver each visible message once and return how many there were.

        Failed messages are visible again at once, whatever the visibility timeout, until the queue moves them to its
        dead-letter queue. Raises DeliveryBlocked if a message keeps failing in a queue without one.
        """
        messages = self._receive()
        events = [_message_event(message, self._queue.arn) for message in messages]
        chosen = [event for event in events if passes(_with_parsed_body(event), self._source.filters)]
        failed, error = self._attempt(chosen) if chosen else (set(), None)
        for event in events:
            receipt = event["receiptHandle"]
            if event["messageId"] not in failed:
                self._services.sqs.delete_message(QueueUrl=self._queue.url, ReceiptHandle=receipt)
                continue
            self._services.sqs.change_message_visibility(
                QueueUrl=self._queue.url, ReceiptHandle=receipt, VisibilityTimeout=0
            )
            if self._queue.dead_letters is None and int(event["attributes"]["ApproximateReceiveCount"]) >= MAX_ATTEMPTS:
                raise DeliveryBlocked(f"{self._function.logical_id} keeps failing on {event['body']}") from error
        return len(messages)

    def _receive(self) -> list[Any]:
        messages: list[Any] = []
        while (missing := self._source.batch_size - len(messages)) > 0:
            page = self._services.sqs.receive_message(
                QueueUrl=self._queue.url,
                MaxNumberOfMessages=min(10, missing),
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            if not page:
                break
            messages += page
        return messages

    def _attempt(self, events: list[dict[str, Any]]) -> tuple[set[str], Exception | None]:
        ids = [event["messageId"] for event in events]
        try:
            answer = self._invoke(self._function, {"Records": events})
        except Exception as error:  # noqa: BLE001 - to Lambda, any exception is a failed batch
            return set(ids), error
        return set(failures(answer, ids) if self._source.partial else []), None


def _message_event(message: Mapping[str, Any], arn: str) -> dict[str, Any]:
    attributes = {
        name: {
            "stringValue": value.get("StringValue"),
            "dataType": value["DataType"],
            "stringListValues": [],
            "binaryListValues": [],
        }
        for name, value in message.get("MessageAttributes", {}).items()
    }
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": attributes,
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }


def _with_parsed_body(event: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return {**event, "body": json.loads(event["body"])}
    except ValueError:
        return event
