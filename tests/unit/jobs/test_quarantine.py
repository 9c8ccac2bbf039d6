"""Which records are parked, and what the queue gets."""

from collections.abc import Iterable
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from polydesk.domain.errors import Unavailable
from polydesk.jobs import quarantine
from polydesk.jobs.quarantine import Quarantine, batch_item_failures
from tests.unit.jobs.records import record

RECORD = record(1, 2, 9)


class FakeQueue:
    """A queue that keeps what it is sent, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.messages: list[dict[str, Any]] = []

    def send(self, messages: Iterable[dict[str, Any]]) -> None:
        """Keep the messages or raise the error."""
        if self.error:
            raise self.error
        self.messages += messages


def park(queue: FakeQueue, error: Exception) -> bool:
    return Quarantine(cast(Any, queue), "StreamsPublishEvents").park(RECORD, error)


def test_a_record_that_cannot_be_read_is_parked_with_its_function_and_its_error() -> None:
    queue = FakeQueue()

    assert park(queue, KeyError("at"))

    [message] = queue.messages
    assert len(message.pop("error_id")) == 8
    assert message == {"function": "StreamsPublishEvents", "error": "KeyError", "Records": [RECORD]}


@pytest.mark.parametrize(
    "outage",
    [
        Unavailable(),
        ConnectTimeoutError(endpoint_url="https://events.example"),
        ClientError({"Error": {"Code": "ThrottlingException", "Message": "no"}}, "PutEvents"),
    ],
)
def test_a_record_that_meets_an_outage_is_not_parked(outage: Exception) -> None:
    queue = FakeQueue()

    assert not park(queue, outage)

    assert queue.messages == []


def test_a_record_is_not_parked_when_the_queue_fails() -> None:
    assert not park(FakeQueue(Unavailable()), KeyError("at"))


def test_a_record_too_large_for_the_queue_is_parked_without_its_images(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "MAX_MESSAGE_LENGTH", 400)
    queue = FakeQueue()

    assert park(queue, KeyError("at"))

    [parked] = queue.messages[0]["Records"]
    assert parked["dynamodb"] == {"Keys": RECORD["dynamodb"]["Keys"], "SequenceNumber": "9"}


def test_the_answer_names_the_record_to_deliver_again() -> None:
    assert batch_item_failures("9") == {"batchItemFailures": [{"itemIdentifier": "9"}]}
    assert batch_item_failures(None) == {"batchItemFailures": []}
