"""Finds the tickets with an expired timer and queues them.

Finding tickets and applying their timers are two functions with a queue between them. The sweep reads an index, so it
may find a ticket late or twice. The worker reads the ticket itself and writes on condition that it has not changed, so
a ticket that is found or delivered twice changes once.
"""

from datetime import datetime

from polydesk.desk.resources import Resources
from polydesk.jobs.timer_task import TimerTask

TICKETS_PER_PARTITION = 500
"""The most tickets that one sweep takes from each of the index's 32 partitions; the next sweep takes the others."""


class TimerSweep:
    """One run over the timer index."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Find the timers that have expired by `now`."""
        self._resources = resources
        self._now = now

    def run(self) -> int:
        """Queue the tickets with an expired timer, however long ago it expired; return how many."""
        entries = self._resources.timer_index.due_tickets(self._now, TICKETS_PER_PARTITION)
        return self._resources.timer_queue.send(
            TimerTask(entry.number, self._now, entry.due_at).to_message() for entry in entries
        )
