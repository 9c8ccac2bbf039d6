"""Queues open tickets that are due because the states have changed.

A ticket's timers say when to look at it. They do not help when a state gets another type, gets or loses its next
state, or is deleted: its tickets may then be due at once. Each review is recorded with a fingerprint of the states it
was made for; when the current states have another one, all open tickets are reviewed, a part of them in each run.

For some seconds after the change, functions that have not read the new states may still put tickets into a state by
the old ones, behind the review. A second and last pass therefore starts when every function has the new states.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import batched, islice

from polydesk import clock
from polydesk.desk.context import action_context
from polydesk.desk.resources import STATES_SECONDS, Resources
from polydesk.domain.context import ActionContext
from polydesk.domain.errors import DeskError
from polydesk.domain.person import SYSTEM
from polydesk.domain.slot import Slot, is_hidden, slot_of
from polydesk.domain.state import CLOSED_TYPES, States
from polydesk.domain.ticket import Ticket
from polydesk.domain.timers import apply_due_timer
from polydesk.jobs.timer_task import TimerTask
from polydesk.storage.errors import is_outage
from polydesk.storage.timer_index import Review
from polydesk.telemetry import logger

TICKETS_PER_RUN = 2000
"""Open tickets that one run reviews when the states have changed; the next run continues from there."""

PROPAGATION_TIME = timedelta(seconds=STATES_SECONDS + 20)
"""Time after a change in which functions may still write by the old states: the cache's TTL and the longest request."""

ROWS_PER_READ = 500


class StateReview:
    """One run of the review."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Queue tickets that are due by `now`."""
        self._resources = resources
        self._now = now
        self.seen = 0
        """Open tickets that have been looked at."""

    def review_changes(self) -> int:
        """Review the next part of the open tickets if the states have changed; return how many were queued."""
        review = self._next_part(_fingerprint(self._states))
        if review is None:
            return 0
        numbers = list(islice(self._open_tickets(review.below), TICKETS_PER_RUN))
        queued = self._queue_due(numbers)
        left = numbers[-1] if len(numbers) == TICKETS_PER_RUN else 0
        self._resources.timer_index.save_review(replace(review, below=left))
        return queued

    def _next_part(self, fingerprint: str) -> Review | None:
        """Return the pass to continue or begin, or None when there is nothing to review now."""
        review, now = self._resources.timer_index.review(), clock.now()
        if review is None or review.states != fingerprint:
            return Review(fingerprint, seen=now)
        if review.below:
            return review
        if review.last or now < review.seen + PROPAGATION_TIME:
            return None
        return replace(review, below=None, last=True)

    def review_all(self) -> int:
        """Queue every open ticket that is due, with or without an expired timer; return how many."""
        return self._queue_due(self._open_tickets(None))

    def _open_tickets(self, below: int | None) -> Iterator[int]:
        index = self._resources.ticket_index
        return index.numbers(index.directory(), _reviewed_slots(self._states), below=below)

    def _queue_due(self, numbers: Iterable[int]) -> int:
        context = action_context(self._resources.config, self._now, SYSTEM, self._states)
        return self._resources.timer_queue.send(
            TimerTask(number, self._now).to_message()
            for batch in batched(numbers, ROWS_PER_READ, strict=False)
            for number in self._due(batch, context)
        )

    def _due(self, numbers: Sequence[int], context: ActionContext) -> Sequence[int]:
        """Return the tickets that are due; all of them when one cannot be read, so that the worker reports which.

        Raises errors of an outage: then all of them can be read later.
        """
        self.seen += len(numbers)
        try:
            is_reviewed = _reviewed_slots(context.states)
            tickets = self._resources.tickets.rows(numbers, lambda ticket: is_reviewed(slot_of(ticket)))
            return [ticket.number for ticket in tickets if _is_due(ticket, context)]
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("ticket cannot be read", extra={"from": numbers[0], "to": numbers[-1]})
            return numbers

    @cached_property
    def _states(self) -> States:
        return self._resources.fresh_states()


def _is_due(ticket: Ticket, context: ActionContext) -> bool:
    """Return whether the ticket is due. A step that is refused counts too: the worker reports why."""
    try:
        return apply_due_timer(ticket, context) is not None
    except DeskError:
        return True


def _reviewed_states(states: States) -> frozenset[int]:
    """Return the ids of the states whose tickets may be due after a change of states: open ones and deleted ones."""
    return frozenset(state.id for state in states.rows.values() if state.deleted or state.type not in CLOSED_TYPES)


def _reviewed_slots(states: States) -> Callable[[Slot], bool]:
    """Return the condition that the tickets of a slot are visible and may be due after a change of states."""
    reviewed = _reviewed_states(states)
    return lambda slot: slot.state_id in reviewed and not is_hidden(slot)


def _fingerprint(states: States) -> str:
    """Return a digest of those properties of the states that decide which tickets are due."""
    rows = [
        (state.id, int(state.type), state.next_state_id, state.ignore_escalation, state.active, state.deleted)
        for _, state in sorted(states.rows.items())
    ]
    return hashlib.sha256(repr((states.default_follow_up_id, rows)).encode()).hexdigest()[:16]
