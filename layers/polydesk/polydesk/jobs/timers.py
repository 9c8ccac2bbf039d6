"""Letting time pass: finding the tickets that it has to act on, and acting.

Finding and acting are two functions with a queue between them. The finder reads an index and may find a ticket twice,
or too late; the one who acts reads the ticket itself and writes under the condition that nobody else has, so that
whatever is found or delivered twice takes effect once.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched, islice
from typing import Any

from polydesk import clock
from polydesk.desk.context import action_context
from polydesk.desk.resources import STATES_SECONDS, Resources
from polydesk.domain.context import ActionContext
from polydesk.domain.errors import DeskError, Unavailable, WriteConflict
from polydesk.domain.person import SYSTEM
from polydesk.domain.state import CLOSED_TYPES, States
from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import apply_due_timer
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.timer_index import Review, TimerEntry
from polydesk.telemetry import logger

SWEPT_PER_PARTITION = 500
"""Tickets that one sweep takes at most from each of the index's 32 partitions; the next sweep finds the others."""

REVIEWED_PER_SWEEP = 2000
"""Open tickets that one sweep looks at when the states have changed; the next sweep goes on from there."""

KNOWN_WITHIN = timedelta(seconds=STATES_SECONDS + 20)
"""How long after a change of states a ticket may still be written by older ones: memory, and the longest request."""

ROWS_AT_ONCE = 500

STEPS_AT_ONCE = 10
"""Steps that one message leads to at most. A ticket has three timers; more come only from states in a circle."""

DEADLINE_SECONDS = 5.0
SNOOZE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Task:
    """A ticket to look at: as of which time, and where the index of timers had it, if that is how it was found."""

    number: int
    time: datetime
    due_at: str | None = None

    def body(self) -> dict[str, Any]:
        """The task as a message."""
        return {"number": self.number, "time": self.time.isoformat(), "due_at": self.due_at}


def task_of(body: dict[str, Any]) -> Task:
    """The task that a message is. Raises KeyError, TypeError or ValueError when it is none."""
    return Task(int(body["number"]), datetime.fromisoformat(body["time"]), body["due_at"])


class TimerDesk:
    """Timers, at one moment."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Let time pass until `now`."""
        self._resources = resources
        self._now = now
        self._states: States | None = None

    def sweep(self) -> int:
        """Queue the tickets whose time has come, however long ago; answer how many."""
        found = self._resources.timer_index.due_tickets(self._now, SWEPT_PER_PARTITION)
        return self._queue(Task(entry.number, self._now, entry.due_at) for entry in found)

    def review_changes(self) -> int:
        """Queue what has come due because states were changed, a part of the tickets at a time; answer how many.

        A ticket's timers say when to look at it. That is no use when a state is given another kind, gets or loses
        its next state, or is deleted: then tickets have something to do at once. The note of the states that the
        last review went by tells that they have changed, whenever that was.

        A function that has not heard of the change may still put a ticket into such a state after it was passed. So
        all is looked at once more when every function knows.
        """
        review = self._next_part(_fingerprint(self._fresh_states()))
        if review is None:
            return 0
        numbers = list(islice(self._open_tickets(review.below), REVIEWED_PER_SWEEP))
        queued = self._review(numbers)
        left = numbers[-1] if len(numbers) == REVIEWED_PER_SWEEP else 0
        self._resources.timer_index.save_review(replace(review, below=left))
        return queued

    def _next_part(self, states: str) -> Review | None:
        """From where to go on with which pass; None when nothing is to be looked at now."""
        note, now = self._resources.timer_index.review(), clock.now()
        if note is None or note.states != states:
            return Review(states, seen=now)
        if note.below:
            return note
        if note.last or now < note.seen + KNOWN_WITHIN:
            return None
        return replace(note, below=None, last=True)

    def review_all(self) -> int:
        """Queue every open ticket that has something to do, whether or not a timer says so; answer how many."""
        return self._review(self._open_tickets(None))

    def _open_tickets(self, below: int | None) -> Iterator[int]:
        return self._resources.index.numbers(_reviewed(self._fresh_states()), below=below)

    def _review(self, numbers: Iterable[int]) -> int:
        now = self._context(self._now)
        return self._queue(
            Task(number, self._now)
            for some in batched(numbers, ROWS_AT_ONCE, strict=False)
            for number in self._due_among(some, now)
        )

    def _due_among(self, numbers: Sequence[int], now: ActionContext) -> Sequence[int]:
        """Those that have something to do; all of them when one cannot be read: whoever acts finds out which."""
        try:
            tickets = self._resources.tickets.rows(numbers, _reviewed(now.states))
        except (KeyError, TypeError, ValueError):
            logger.exception("a ticket could not be read", extra={"from": numbers[0], "to": numbers[-1]})
            return numbers
        return [ticket.number for ticket in tickets if _has_something_to_do(ticket, now)]

    def _queue(self, tasks: Iterable[Task]) -> int:
        return self._resources.timer_queue.send(task.body() for task in tasks)

    def act_on(self, task: Task) -> int:
        """Do what is due with a ticket, as of the task's time or this moment, whichever is later.

        Answers the number of steps. Raises Unavailable, LostRace and whatever keeps the ticket from being acted on;
        such a ticket is not found again for a while, so that it does not come with every sweep.
        """
        at = max(self._now, task.time)
        try:
            return self._act_on(task.number, self._context(at))
        except (Unavailable, WriteConflict):
            raise
        except Exception:
            if task.due_at is not None:
                with suppress(VersionMismatch, Unavailable, WriteConflict):
                    self._resources.timer_index.snooze(TimerEntry(task.number, task.due_at), at + SNOOZE)
            raise

    def _act_on(self, number: int, now: ActionContext) -> int:
        steps, deadline = 0, Deadline(DEADLINE_SECONDS)
        while steps < STEPS_AT_ONCE and (found := self._resources.timer_index.lookup(number)):
            ticket, in_place = found
            step = apply_due_timer(ticket, now)
            try:
                if step is None:
                    if not in_place:
                        self._resources.timer_index.reindex(ticket)
                    break
                self._resources.tickets.commit(step, [], deadline)
                steps += 1
            except VersionMismatch:
                deadline.pause(WriteConflict())
        return steps

    def _context(self, at: datetime) -> ActionContext:
        return action_context(self._resources.config, at, SYSTEM, self._fresh_states())

    def _fresh_states(self) -> States:
        """The states as they were when they were first needed at this moment."""
        self._states = self._states or self._resources.fresh_states()
        return self._states


def _has_something_to_do(ticket: Ticket, now: ActionContext) -> bool:
    """Also when it turns out that it cannot be done: whoever acts says so."""
    try:
        return apply_due_timer(ticket, now) is not None
    except DeskError:
        return True


def _reviewed(states: States) -> frozenset[int]:
    """The states whose tickets a change of states can give something to do: open ones, and deleted ones."""
    return frozenset(state.id for state in states.rows.values() if state.deleted or state.type not in CLOSED_TYPES)


def _fingerprint(states: States) -> str:
    """What time goes by when it acts on tickets, in a few letters."""
    rows = [
        (state.id, int(state.type), state.next_state_id, state.ignore_escalation, state.active, state.deleted)
        for _, state in sorted(states.rows.items())
    ]
    return hashlib.sha256(repr((states.default_follow_up_id, rows)).encode()).hexdigest()[:16]
