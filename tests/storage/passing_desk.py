"""A desk on which time passes, without the functions and the queue in between."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.domain.actions import NewTicket, open_ticket
from polydesk.domain.context import ActionContext
from polydesk.domain.person import Author
from polydesk.domain.state import first_states
from polydesk.domain.ticket import Message, Ticket
from polydesk.jobs.timer_sweep import TimerSweep
from polydesk.jobs.timer_task import TimerTask
from polydesk.jobs.timer_worker import TimerWorker
from polydesk.settings import Settings
from polydesk.storage import keys
from polydesk.storage.aws.timer_queue import TimerQueue
from polydesk.storage.codec import Item
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
STATES = first_states(NOW, 1)
CLIENT = Author("client", 5)


class Heap(TimerQueue):
    """A queue that only collects."""

    def __init__(self) -> None:
        super().__init__("")
        self.bodies: list[dict[str, Any]] = []

    def send(self, bodies: Iterable[Mapping[str, Any]]) -> int:
        """Collect them."""
        new = [dict(body) for body in bodies]
        self.bodies += new
        return len(new)


class PassingDesk:
    """A desk with the first states in an empty table, that escalates and closes after a day."""

    def __init__(self, table: Table) -> None:
        settings = Settings(
            table_name=table.name,
            bucket_name="",
            event_bus_name="",
            timers_queue_url="",
            streams_dead_url="",
            tickets_per_minute=0,
            comments_per_minute=0,
            uploads_per_minute=0,
            first_response_minutes=1440,
            auto_close_days=1,
            pending_default_days=1,
            spam_retention_days=30,
        )
        self.table = table
        self.resources = Resources(settings)
        self.queue = Heap()
        self.resources.timer_queue = self.queue
        table.commit(self.resources.state_rows.beginning(STATES), Deadline(5.0))

    def add(self, number: int, **changes: Any) -> None:
        """A ticket, changed as the test needs it."""
        opening = NewTicket("It is broken", Message("Please help"), 5, 1, 2)
        step = open_ticket(number, opening, ActionContext(NOW, CLIENT, STATES))
        step = replace(step, after=replace(step.after, **changes))
        self.resources.tickets.commit(step, [], Deadline(5.0))

    def ticket(self, number: int) -> Ticket:
        """The ticket as it stands."""
        ticket = self.resources.tickets.get(number)
        assert ticket is not None
        return ticket

    def sweep(self, at: datetime) -> list[dict[str, Any]]:
        """What a sweep at that time queues."""
        self.queue.bodies.clear()
        TimerSweep(self.resources, at).run()
        return list(self.queue.bodies)

    def act_on(self, bodies: Iterable[dict[str, Any]], at: datetime) -> None:
        """Act on what is queued."""
        worker = TimerWorker(self.resources, at)
        for body in bodies:
            worker.apply(TimerTask.from_message(body))

    def items(self, *numbers: int) -> list[list[Item]]:
        """Rows and histories of tickets, as they are in the table."""
        return [
            [self.table.get(keys.ticket(number)) or {}, *self.table.query(keys.history(number))] for number in numbers
        ]

    def index(self) -> list[Item]:
        """The index of states: the directory and the first bucket."""
        return [*self.table.query(keys.INDEX_DIRECTORY), *self.table.query(keys.index_bucket(0))]


def hours(count: float) -> datetime:
    """So many hours from now."""
    return NOW + timedelta(hours=count)
