"""From the table's stream to the event bus."""

from collections.abc import Iterable, Mapping
from typing import Any

from polydesk.domain.events import TicketEvent, event_of
from polydesk.jobs.quarantine import Quarantine
from polydesk.storage.aws import stream_records
from polydesk.storage.aws.bus import EVENTS_PER_CALL, Bus
from polydesk.storage.errors import is_outage
from polydesk.storage.retry import Deadline

Record = Mapping[str, Any]


class Publisher:
    """Tells of updates in the order in which they were written.

    The bus may take some events of one call and refuse others. So no call has two events of one ticket, none is made
    before the one ahead of it is through, and after a failure nothing else is told: what comes back is told from
    there on, and each ticket's events stay in order. Some may then be told twice, with the same id.
    """

    def __init__(self, bus: Bus, rejects: Quarantine) -> None:
        """Tell this bus, and set aside what cannot be told."""
        self._bus = bus
        self._rejects = rejects
        self._waiting: list[tuple[Record, TicketEvent]] = []

    def publish(self, records: Iterable[Record], deadline: Deadline) -> str | None:
        """Tell of all updates in the records; answer the place of the first that has to come again."""
        for record in records:
            if deadline.expired:
                return self._tell() or stream_records.sequence_number(record)
            try:
                event = event_of(stream_records.written_entry(record))
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one record, the others get through
                if failed := self._tell():
                    return failed
                if not self._rejects.park(record, error):
                    return stream_records.sequence_number(record)
                continue
            tickets = {waiting.number for _, waiting in self._waiting}
            if (event.number in tickets or len(tickets) == EVENTS_PER_CALL) and (failed := self._tell()):
                return failed
            self._waiting.append((record, event))
        return self._tell()

    def _tell(self) -> str | None:
        """Tell of those that wait; answer the place of the first of them when not all got through."""
        waiting, self._waiting = self._waiting, []
        return self._together(waiting) if waiting else None

    def _together(self, waiting: list[tuple[Record, TicketEvent]]) -> str | None:
        first, _ = waiting[0]
        try:
            self._bus.put([event for _, event in waiting])
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the bus, what it took before is not told again
            if len(waiting) > 1 and not is_outage(error):  # one of them is malformed: see which
                return next(filter(None, (self._together([one]) for one in waiting)), None)
            if not self._rejects.park(first, error):
                return stream_records.sequence_number(first)
        return None
