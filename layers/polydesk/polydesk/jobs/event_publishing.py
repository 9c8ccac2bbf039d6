"""Publishes history entries from the table's stream to the event bus."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polydesk.domain.events import TicketEvent, event_of
from polydesk.jobs.desk_metrics import DeskMetrics
from polydesk.jobs.quarantine import Quarantine
from polydesk.storage.aws import stream_records
from polydesk.storage.aws.bus import EVENTS_PER_CALL, Bus
from polydesk.storage.errors import is_outage
from polydesk.storage.retry import Deadline

Record = Mapping[str, Any]


class EventPublisher:
    """Publishes the events of each ticket in the order in which its history was written.

    One call to the bus may succeed for some events and fail for others. Therefore a call never holds two events of one
    ticket, each call waits for the one before, and publishing stops at the first failure. Lambda then delivers the
    records from there on again. Some events may be published twice, with the same id.
    """

    def __init__(self, bus: Bus, quarantine: Quarantine) -> None:
        """Publish to this bus and park records that cannot be published."""
        self._bus = bus
        self._quarantine = quarantine
        self._metrics = DeskMetrics()
        self._pending: list[tuple[Record, TicketEvent]] = []

    def publish(self, records: Iterable[Record], deadline: Deadline) -> str | None:
        """Publish the history entries in the records, and count what they say.

        Returns the sequence number of the first record that has to be delivered again, or None when all are done.
        """
        try:
            return self._publish(records, deadline)
        finally:
            self._metrics.write()

    def _publish(self, records: Iterable[Record], deadline: Deadline) -> str | None:
        for record in records:
            if deadline.expired:
                return self._flush() or stream_records.sequence_number(record)
            try:
                event = event_of(stream_records.written_entry(record))
            except Exception as error:  # noqa: BLE001 - one bad record must not stop the others
                if failed := self._flush() or self._park(record, error):
                    return failed
                continue
            if not self._fits(event) and (failed := self._flush()):
                return failed
            self._pending.append((record, event))
        return self._flush()

    def _fits(self, event: TicketEvent) -> bool:
        """Return whether the event may join the pending ones in one call."""
        tickets = {pending.number for _, pending in self._pending}
        return event.number not in tickets and len(tickets) < EVENTS_PER_CALL

    def _flush(self) -> str | None:
        """Publish the pending events; return the sequence number of the first of them on failure."""
        pending, self._pending = self._pending, []
        return self._put(pending) if pending else None

    def _put(self, pending: Sequence[tuple[Record, TicketEvent]]) -> str | None:
        try:
            self._bus.put([event for _, event in pending])
            self._metrics.add(event for _, event in pending)
        except Exception as error:  # noqa: BLE001 - later events must wait for these, whatever the error
            if len(pending) > 1 and not is_outage(error):  # one of them is malformed: put them one by one
                return next(filter(None, (self._put([one]) for one in pending)), None)
            return self._park(pending[0][0], error)
        return None

    def _park(self, record: Record, error: Exception) -> str | None:
        """Park the record; return its sequence number when it has to be delivered again instead."""
        return None if self._quarantine.park(record, error) else stream_records.sequence_number(record)
