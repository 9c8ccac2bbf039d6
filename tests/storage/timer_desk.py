"""A desk with timers, whose sweep and worker run without functions and a queue in between."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from polydesk.domain.actions import NewTicket, open_ticket
from polydesk.domain.context import ActionContext
from polydesk.domain.person import Author
from polydesk.domain.state import initial_states
from polydesk.domain.ticket import Message, Ticket
from polydesk.jobs.timer_sweep import TimerSweep
from polydesk.jobs.timer_task import TimerTask
from polydesk.jobs.timer_worker import TimerWorker
from polydesk.storage import keys
from polydesk.storage.aws.queue import Queue
from polydesk.storage.codec import Item
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from tests.fakes.desk import set_up_desk

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
STATES = initial_states(NOW, 1)
CLIENT = Author("client", 5)


class RecordingQueue(Queue):
    """A queue that keeps its messages in a list."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__("")
        self.bodies: list[dict[str, Any]] = []

    def send(self, messages: Iterable[Mapping[str, Any]]) -> int:
        """Append the messages to `bodies`."""
        new = [dict(body) for body in messages]
        self.bodies += new
        return len(new)


class DeskWithTimers:
    """A desk in an empty table, with the first states; it escalates and closes tickets after a day."""

    def __init__(self, table: Table) -> None:
        """Set up the desk."""
        self.table = table
        self.resources = set_up_desk(table, NOW, first_response_minutes=1440, auto_close_days=1, spam_retention_days=30)
        self.queue = RecordingQueue()
        self.resources.timer_queue = self.queue

    def add(self, number: int, **changes: Any) -> None:
        """Add a ticket with these changes."""
        opening = NewTicket("It is broken", Message("Please help"), 5, 1, 2)
        step = open_ticket(number, opening, ActionContext(NOW, CLIENT, STATES))
        step = replace(step, after=replace(step.after, **changes))
        self.resources.tickets.commit(step, [], Deadline(5.0))

    def ticket(self, number: int) -> Ticket:
        """Return the ticket."""
        ticket = self.resources.tickets.get(number)
        assert ticket is not None
        return ticket

    def sweep(self, at: datetime) -> list[dict[str, Any]]:
        """Return the messages that a sweep at that time queues."""
        self.queue.bodies.clear()
        TimerSweep(self.resources, at).run()
        return list(self.queue.bodies)

    def act_on(self, bodies: Iterable[dict[str, Any]], at: datetime) -> None:
        """Process queued messages."""
        worker = TimerWorker(self.resources, at)
        for body in bodies:
            worker.apply(TimerTask.from_message(body))

    def items(self, *numbers: int) -> list[list[Item]]:
        """Return the items of tickets and their histories."""
        return [
            [self.table.get(keys.ticket(number)) or {}, *self.table.query(keys.history(number))] for number in numbers
        ]

    def index(self) -> list[Item]:
        """Return the items of the ticket index: the counts and the first bucket."""
        partitions = (keys.SLOT_COUNTS, keys.SLOT_DELTAS, keys.slot_bucket(0))
        return [item for partition in partitions for item in self.table.query(partition)]


def hours(count: float) -> datetime:
    """Return the time so many hours from now."""
    return NOW + timedelta(hours=count)
