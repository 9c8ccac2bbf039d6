"""Applies the timers of queued tickets."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property

from polydesk.desk.context import action_context
from polydesk.desk.resources import Resources
from polydesk.domain.context import ActionContext
from polydesk.domain.errors import Unavailable, WriteConflict
from polydesk.domain.person import SYSTEM
from polydesk.domain.state import States
from polydesk.domain.timers import apply_due_timer
from polydesk.jobs.timer_task import TimerTask
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.timer_index import TimerEntry
from polydesk.telemetry import logger

MAX_STEPS = 10
"""The most steps that one task leads to. A ticket has three timers; only a cycle of states leads to more steps."""

DEADLINE_SECONDS = 5.0

SNOOZE = timedelta(hours=1)
"""Time for which the sweep skips a ticket whose timers cannot be applied."""


class TimerWorker:
    """Applies timers, with the states as they are when the first task needs them."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Apply what is due by `now`."""
        self._resources = resources
        self._now = now

    def process_each(self, messages: Iterable[tuple[str, str]]) -> list[str]:
        """Process messages, given with their ids; return the ids of those that failed, which are delivered again."""
        failed = []
        for message_id, message in messages:
            try:
                self.process(message)
            except Exception:  # noqa: BLE001 - `process` has logged it
                failed.append(message_id)
        return failed

    def process(self, message: str) -> int:
        """Apply the timers of the ticket in a JSON message; return the number of steps. Logs and raises any error."""
        about: dict[str, object] = {"task": message}
        try:
            task = TimerTask.from_message(json.loads(message))
            about["ticket"] = task.number
            return self.apply(task)
        except Exception:
            logger.exception("ticket timer failed", extra=about)
            raise

    def apply(self, task: TimerTask) -> int:
        """Apply what is due on a ticket as of the task's time or now, whichever is later; return the number of steps.

        Raises Unavailable, WriteConflict, and any error that prevents a step. After such an error the ticket is
        snoozed, so that not every sweep finds it.
        """
        at = max(self._now, task.time)
        try:
            return self._apply(task.number, action_context(self._resources.config, at, SYSTEM, self._states))
        except (Unavailable, WriteConflict):
            raise
        except Exception:
            if task.due_at is not None:
                with suppress(VersionMismatch, Unavailable, WriteConflict):
                    self._resources.timer_index.snooze(TimerEntry(task.number, task.due_at), at + SNOOZE)
            raise

    def _apply(self, number: int, context: ActionContext) -> int:
        steps, deadline = 0, Deadline(DEADLINE_SECONDS)
        while steps < MAX_STEPS and (found := self._resources.timer_index.lookup(number)):
            ticket, is_indexed = found
            step = apply_due_timer(ticket, context)
            try:
                if step is None:
                    if not is_indexed:
                        self._resources.timer_index.reindex(ticket)
                    break
                self._resources.tickets.commit(step, [], deadline)
                steps += 1
            except VersionMismatch:
                deadline.backoff(WriteConflict())
        return steps

    @cached_property
    def _states(self) -> States:
        return self._resources.fresh_states()
