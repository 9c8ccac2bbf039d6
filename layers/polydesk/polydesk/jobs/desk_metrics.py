"""Counts what a desk does, from the events that it publishes.

| metric           | counts                                                             |
|------------------|--------------------------------------------------------------------|
| TicketsOpened    | tickets that were opened                                           |
| TicketsClosed    | tickets that were closed, or moved to the first state of that type |
| FirstAnswersLate | deadlines for first answers that have passed                       |

An event names a state by its id, and reading the states would be a request more. So a move to a closed state that the
desk has added counts only if it was done by closing. An event that is published twice is counted twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from polydesk.domain.events import TicketEvent
from polydesk.domain.state import INITIAL_CLOSED
from polydesk.telemetry import count_metric


class DeskMetrics:
    """Counts events, and writes the sums together."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._counts: Counter[str] = Counter()

    def add(self, events: Iterable[TicketEvent]) -> None:
        """Count these events."""
        self._counts.update(metric for event in events for metric in _metrics(event))

    def write(self) -> None:
        """Write what has been counted since the last time."""
        for metric, count in sorted(self._counts.items()):
            count_metric(metric, count)
        self._counts.clear()


def _metrics(event: TicketEvent) -> Iterator[str]:
    """Yield the metrics that an event belongs to."""
    if event.name == "ticket.opened":
        yield "TicketsOpened"
    if event.name == "ticket.closed" or event.detail["changes"].get("state_id", {}).get("new") == INITIAL_CLOSED:
        yield "TicketsClosed"
    if event.name == "ticket.escalated":
        yield "FirstAnswersLate"
