"""The event bus, in EventBridge."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from polydesk.domain.events import Event
from polydesk.storage.aws import CONFIG
from polydesk.storage.retry import Deadline, send_all

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

EVENTS_PER_CALL = 10
"""EventBridge's limit."""

SOURCE = "polydesk"
SECONDS_PER_CALL = 5.0

_MALFORMED = {"InvalidArgument", "MalformedDetail"}


class MalformedEvent(Exception):
    """The bus refuses one of the events at every attempt."""


class Bus:
    """An event bus. Its client is created on first use."""

    def __init__(self, name: str) -> None:
        """Put events on the bus of that name."""
        self._name = name

    @cached_property
    def _client(self) -> "EventBridgeClient":
        return boto3.client("events", config=CONFIG)

    def put(self, events: Sequence[Event]) -> None:
        """Put up to EVENTS_PER_CALL events on the bus.

        Raises Unavailable when it does not accept all of them in time, MalformedEvent when it never accepts one of
        them, and botocore's errors unchanged.
        """
        send_all(self._put_batch, [self._entry(event) for event in events], Deadline(SECONDS_PER_CALL))

    def _put_batch(self, entries: Sequence["PutEventsRequestEntryTypeDef"]) -> list["PutEventsRequestEntryTypeDef"]:
        """Put events on the bus, and return those that it has not accepted."""
        results = self._client.put_events(Entries=entries)["Entries"]
        if any(result.get("ErrorCode") in _MALFORMED for result in results):
            raise MalformedEvent
        return [entry for entry, result in zip(entries, results, strict=True) if "ErrorCode" in result]

    def _entry(self, event: Event) -> "PutEventsRequestEntryTypeDef":
        return {
            "EventBusName": self._name,
            "Source": SOURCE,
            "DetailType": event.name,
            "Time": event.at,
            "Detail": json.dumps(event.detail),
        }
