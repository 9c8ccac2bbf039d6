"""The event bus of the desk."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from polydesk.domain.errors import Unavailable
from polydesk.domain.events import TicketEvent
from polydesk.storage.retry import Deadline
from polydesk.storage.table import CONFIG

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

EVENTS_PER_CALL = 10
"""EventBridge's bound."""

SOURCE = "polydesk"
SECONDS_PER_CALL = 5.0

_MALFORMED = {"InvalidArgument", "MalformedDetail"}


class MalformedEvent(Exception):
    """The bus will never take one of the events."""


class Bus:
    """A bus that other services listen to. The client is made on first use."""

    def __init__(self, name: str) -> None:
        """Put events on the bus of that name."""
        self._name = name

    @cached_property
    def _client(self) -> "EventBridgeClient":
        return boto3.client("events", config=CONFIG)

    def put(self, events: Sequence[TicketEvent]) -> None:
        """Put at most EVENTS_PER_CALL events, those that are refused again until all are taken.

        Raises Unavailable when some are not taken, MalformedEvent when one never will be, and botocore's errors as they
        are: a stream is read again.
        """
        deadline = Deadline(SECONDS_PER_CALL)
        waiting = [self._entry(event) for event in events]
        while waiting:
            results = self._client.put_events(Entries=waiting)["Entries"]
            if any(result.get("ErrorCode") in _MALFORMED for result in results):
                raise MalformedEvent
            waiting = [entry for entry, result in zip(waiting, results, strict=True) if "ErrorCode" in result]
            if waiting:
                deadline.pause(Unavailable())

    def _entry(self, event: TicketEvent) -> "PutEventsRequestEntryTypeDef":
        return {
            "EventBusName": self._name,
            "Source": SOURCE,
            "DetailType": event.name,
            "Time": event.at,
            "Detail": json.dumps(event.detail),
        }
