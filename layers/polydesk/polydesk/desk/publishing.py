"""From the table's stream to the event bus."""

from collections.abc import Iterable, Mapping
from typing import Any

from polydesk.desk.backing import Backing
from polydesk.domain.events import Event, event_of
from polydesk.storage import changes
from polydesk.storage.bus import EVENTS_PER_CALL
from polydesk.telemetry import logger


class Publisher:
    """Tells of updates in the order in which they were written.

    The bus may take some events of one call and refuse others. So no call has two events of one ticket, none is made
    before the one ahead of it is through, and after a failure nothing else is told: what comes back is told from
    there on, and each ticket's events stay in order. Some may then be told twice, with the same id.
    """

    def __init__(self, backing: Backing) -> None:
        """Tell the bus of this desk."""
        self._bus = backing.bus
        self._waiting: dict[str, Event] = {}

    def publish(self, records: Iterable[Mapping[str, Any]]) -> str | None:
        """Tell of all updates in the records; answer the place of the first record that could not be told of."""
        for record in records:
            try:
                event = event_of(changes.written_update(record))
            except Exception:  # noqa: BLE001 - whatever is wrong with one record, those ahead of it get through
                logger.exception("unreadable update", extra={"record": record["dynamodb"].get("Keys")})
                return self._tell() or changes.place(record)
            tickets = {waiting.number for waiting in self._waiting.values()}
            if (event.number in tickets or len(tickets) == EVENTS_PER_CALL) and (failed := self._tell()):
                return failed
            self._waiting[changes.place(record)] = event
        return self._tell()

    def _tell(self) -> str | None:
        """Tell of those that wait; answer the place of the first of them when not all got through."""
        waiting, self._waiting = self._waiting, {}
        try:
            self._bus.put(list(waiting.values()))
        except Exception:  # noqa: BLE001 - whatever is wrong with the bus, what it took before is not told again
            logger.exception("the bus did not take events", extra={"events": len(waiting)})
            return next(iter(waiting))
        return None
