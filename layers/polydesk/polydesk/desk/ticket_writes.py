"""How a use case writes a ticket: once per idempotency key, within the quota, and again after a write conflict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from polydesk.desk.context import RequestContext, action_context
from polydesk.desk.resources import Resources
from polydesk.domain.context import ActionContext
from polydesk.domain.deletion import last_entry
from polydesk.domain.draft import Step
from polydesk.domain.errors import TicketNotFound, WriteConflict
from polydesk.domain.person import Author, Principal
from polydesk.domain.ticket import HistoryEntry, Ticket, Vote
from polydesk.storage import rate_limits
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.idempotency import AlreadyProcessed, deleted_ticket, recorded_step
from polydesk.storage.retry import retry
from polydesk.storage.tickets import StarUnchanged
from polydesk.storage.transaction import PutItem, TransactionItem

Action = Callable[[Ticket, ActionContext], Step | None]
"""An action of the domain that needs nothing more than the ticket and the context."""

TICKETS_PER_ADDRESS = 5
"""Tickets that callers without a token may open from one source address per minute."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ticket after a use case, and the history entry that it wrote, if it changed something."""

    ticket: Ticket
    entry: HistoryEntry | None

    @property
    def written(self) -> HistoryEntry:
        """The entry of an action that always writes one. Raises LookupError when nothing was written."""
        if self.entry is None:
            raise LookupError(f"ticket {self.ticket.number} was left as it was")
        return self.entry

    @property
    def voted(self) -> Vote:
        """The ticket's vote after an evaluation. Raises LookupError when there is none."""
        if self.ticket.vote is None:
            raise LookupError(f"ticket {self.ticket.number} has no vote")
        return self.ticket.vote


class TicketWriter:
    """Writes tickets for one request."""

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Write within the context of one request."""
        self._resources = resources
        self._context = context

    def recorded(self, record: Mapping[str, Any]) -> tuple[Outcome, Ticket | None]:
        """Return the outcome of a recorded request, and the ticket as it is now.

        Raises TicketNotFound when the ticket has been purged since.
        """
        ticket, version = recorded_step(record)
        current, entry, _ = self._resources.tickets.with_entry(ticket.number, version)
        if entry is None:
            raise TicketNotFound(ticket.number)
        return Outcome(ticket, entry), current

    def action_context(self, author: Author, *state_ids: int) -> ActionContext:
        """Return the context of an action of this request, whose states include those with the ids."""
        states = self._resources.states(covering=state_ids)
        return action_context(self._resources.config, self._context.now, author, states)

    def change(
        self,
        read: Callable[[], Ticket],
        action: Action,
        by: Principal,
        author: Author,
        items: Sequence[TransactionItem] = (),
        ticket: Ticket | None = None,
    ) -> Outcome:
        """Let the domain act on a ticket and write the step, on a newer version after a write conflict.

        `items` are written in the same transaction. `ticket` is the one to begin with, when it has just been read.
        Raises OutdatedVersion, QuotaExceeded, WriteConflict, and what `read`, the action and the items raise.
        """
        known = [ticket] if ticket else []

        def attempt() -> Outcome:
            current = known.pop() if known else read()
            self._context.require_version(current.version)
            step = action(current, self.action_context(author, current.state_id))
            if step is None:
                return self._unchanged(current)
            try:
                return self.commit(step, by, items)
            except StarUnchanged:
                return self._unchanged(current)
            except VersionMismatch:
                raise Contention(WriteConflict()) from None

        return retry(attempt, self._context.deadline)

    def commit(self, step: Step, by: Principal, items: Sequence[TransactionItem] = ()) -> Outcome:
        """Write a step with what belongs to it. A request that took effect meanwhile answers as it did then."""
        record = self._record(step.after, step.entry.version)
        quota = self._quota("tickets" if step.before is None else "comments", by)
        try:
            before = [*record, *quota, *items]
            stored = self._resources.tickets.commit(step, before, self._context.deadline)
        except AlreadyProcessed:
            return self._overtaken()
        return Outcome(stored, step.entry)

    def delete(
        self,
        read: Callable[[], Ticket],
        by: Principal,
        author: Author,
        ticket: Ticket | None = None,
        require: Callable[[Ticket], None] | None = None,
    ) -> Ticket:
        """Delete a ticket that meets the requirement, if there is one; return it as it was.

        Its history and its files are removed by the next purge. Raises OutdatedVersion, QuotaExceeded, WriteConflict,
        and what `read` and `require` raise.
        """
        known = [ticket] if ticket else []

        def attempt() -> Ticket:
            current = known.pop() if known else read()
            self._context.require_version(current.version)
            if require:
                require(current)
            last = last_entry(current, self._context.now, author)
            key, now = self._context.idempotency_key, self._context.now
            record = self._resources.idempotency.record_deletion(key, current, now) if key else []
            items = [*record, *self._quota("comments", by)]
            try:
                self._resources.purges.begin(current, last, self._context.deadline, items)
            except AlreadyProcessed:
                return deleted_ticket(self._overtaking())
            except VersionMismatch:
                raise Contention(WriteConflict()) from None
            return current

        return retry(attempt, self._context.deadline)

    def _unchanged(self, ticket: Ticket) -> Outcome:
        """Record a request that found nothing to change: its repetition changes nothing either, whatever came since."""
        try:
            if record := self._record(ticket, ticket.version):
                self._resources.table.commit(record, self._context.deadline)
        except AlreadyProcessed:
            return self._overtaken()
        return Outcome(ticket, None)

    def _record(self, ticket: Ticket, version: int) -> list[PutItem]:
        key = self._context.idempotency_key
        return self._resources.idempotency.record_ticket(key, ticket, version, self._context.now) if key else []

    def _overtaken(self) -> Outcome:
        """Return the outcome of the repetition that took effect meanwhile."""
        return self.recorded(self._overtaking())[0]

    def _overtaking(self) -> Mapping[str, Any]:
        """Return the record of the repetition that took effect meanwhile.

        Raises Contention, so that the attempt is repeated, if the record has just expired.
        """
        key = self._context.idempotency_key
        found = self._resources.idempotency.lookup(key, self._context.now) if key else None
        if found is None:
            raise Contention(WriteConflict())
        return found

    def _quota(self, what: Literal["tickets", "comments"], by: Principal) -> list[TransactionItem]:
        """Return the write that counts an opened ticket, or anything else that is done to a ticket as a comment."""
        config, now = self._resources.config, self._context.now
        if by.is_stranger:
            of_all = config.open_tickets_per_minute
            total = [rate_limits.count("open_tickets", "all", of_all, now)] if of_all else []
            return [*total, rate_limits.count(what, by.token_id, TICKETS_PER_ADDRESS, now)]
        limit = config.tickets_per_minute if what == "tickets" else config.comments_per_minute
        return [rate_limits.count(what, by.token_id, limit, now)] if limit else []
