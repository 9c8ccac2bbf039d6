"""How Lambda reads a queue for a function: in batches, and what fails comes back until the queue gives it up."""

import json
from collections.abc import Mapping
from typing import Any

from tools.local_desk.aws import Services
from tools.local_desk.deliveries.batches import MAX_ATTEMPTS, Invoke, Stuck, failures
from tools.local_desk.deliveries.filters import wanted
from tools.local_desk.model import Function, Queue, QueueSource
from tools.local_desk.template.names import REGION


class QueueReader:
    """Reads one queue for one function."""

    def __init__(self, services: Services, function: Function, queue: Queue, source: QueueSource, invoke: Invoke):
        """Read for `function`; `invoke` calls it, or raises what it raised."""
        self._services = services
        self._function = function
        self._queue = queue
        self._source = source
        self._invoke = invoke

    def deliver(self) -> int:
        """Hand over the messages that wait, once each, and return how many there were.

        What fails is visible again at once, however long the queue's timeout, until the queue moves it to its
        dead-letter queue. Raises Stuck for a message that fails in a queue which has none.
        """
        messages = self._receive()
        events = [_message_event(message, self._queue.arn) for message in messages]
        chosen = [event for event in events if wanted(_with_parsed_body(event), self._source.filters)]
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
                raise Stuck(f"{self._function.logical_id} never takes {event['body']}") from error
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
        except Exception as error:  # noqa: BLE001 - whatever it raises, Lambda takes it for a failed batch
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
