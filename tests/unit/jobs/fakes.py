"""Resources for the timer jobs, in memory: tickets, the timer index, the queue."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

from polydesk.desk.resources import Resources
from polydesk.domain.slot import slot_of
from polydesk.domain.state import States
from polydesk.domain.ticket import Ticket
from polydesk.storage.ticket_index.directory import Directory
from polydesk.storage.ticket_index.layout import Wanted
from tests.unit.domain.samples import STATES


class FakeResources:
    """Tickets, the timer index and the queue in memory; keeps what jobs write to them."""

    def __init__(self, *tickets: Ticket, states: States = STATES, pending_default_days: int = 1) -> None:
        """Keep these tickets and use these states."""
        self.pending_default_days = pending_default_days
        self.rows_by_number = {ticket.number: ticket for ticket in tickets}
        self.current_states = states
        self.messages: list[dict[str, Any]] = []
        self.kept_review: Any = None
        self.snoozed: list[tuple[Any, Any]] = []
        self.misplaced: set[int] = set()
        """Tickets that are not where they should be in the timer index."""
        self.commit_errors: list[Exception] = []

    @property
    def resources(self) -> Resources:
        """The stores, under the names that jobs use."""
        config = SimpleNamespace(
            first_response_minutes=1440, auto_close_days=1, pending_default_days=self.pending_default_days
        )
        return cast(
            Resources,
            SimpleNamespace(
                config=config,
                fresh_states=lambda: self.current_states,
                ticket_index=SimpleNamespace(directory=Directory, numbers=self.numbers),
                tickets=SimpleNamespace(rows=self.rows, commit=self.commit),
                timer_queue=SimpleNamespace(send=self.send),
                timer_index=SimpleNamespace(
                    review=lambda: self.kept_review,
                    save_review=self.keep_review,
                    lookup=self.indexed_ticket,
                    snooze=lambda entry, until: self.snoozed.append((entry, until)),
                    reindex=lambda ticket: self.misplaced.discard(ticket.number),
                ),
            ),
        )

    def numbers(self, _: Directory, wanted: Wanted, below: int | None) -> Iterator[int]:
        """Yield the tickets in wanted slots, newest first."""
        for number, ticket in sorted(self.rows_by_number.items(), reverse=True):
            if wanted(slot_of(ticket)) and (below is None or number < below):
                yield number

    def rows(self, numbers: Iterable[int], is_listed: Callable[[Ticket], bool]) -> list[Ticket]:
        """Return those of these tickets that are listed."""
        return [ticket for number in numbers if is_listed(ticket := self.rows_by_number[number])]

    def commit(self, step: Any, items: object, deadline: object) -> Ticket:
        """Keep the ticket after the step, or raise the next error."""
        if self.commit_errors:
            raise self.commit_errors.pop(0)
        after: Ticket = step.after
        self.rows_by_number[after.number] = after
        return after

    def send(self, messages: Iterable[Mapping[str, Any]]) -> int:
        """Keep the messages."""
        new = [dict(message) for message in messages]
        self.messages += new
        return len(new)

    def keep_review(self, review: Any) -> None:
        """Keep the record of the review."""
        self.kept_review = review

    def indexed_ticket(self, number: int) -> tuple[Ticket, bool] | None:
        """Return the ticket and whether the timer index is right about it."""
        ticket = self.rows_by_number.get(number)
        return (ticket, number not in self.misplaced) if ticket else None
