"""Collects the changes of an action and turns them into one step."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from polydesk.domain.context import ActionContext
from polydesk.domain.errors import HistoryIsFull, InvalidValue
from polydesk.domain.state import State
from polydesk.domain.ticket import MAX_VERSIONS, Assignee, Change, EntryKind, HistoryEntry, Message, Ticket, Vote

RECORDED_AS = {
    "customer_alias": "client_alias",
    "customer_emails": "client_emails",
    "first_response_due_at": "respond_by",
    "auto_close_at": "close_at",
}
"""Names of properties in stored changes and published events, where they differ. They must never change."""


@dataclass(frozen=True, slots=True)
class EntryVote:
    """A vote on the public message of the entry with this version."""

    version: int
    vote: Vote


@dataclass(frozen=True, slots=True)
class StarChange:
    """A person sets or removes a star."""

    person_id: int
    starred: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one action: the ticket before (None for a new one) and after, and the history entry."""

    before: Ticket | None
    after: Ticket
    entry: HistoryEntry
    entry_vote: EntryVote | None = None
    star: StarChange | None = None


class Draft:
    """The next version of a ticket, while an action makes it."""

    def __init__(self, ticket: Ticket, context: ActionContext) -> None:
        """Start from the current version."""
        self.before = ticket
        self.ticket = ticket
        self.context = context
        self.changes: list[Change] = []
        self.message: Message | None = None
        self.time_spent: Decimal | None = None
        self.time_type: int | None = None
        self.entry_vote: EntryVote | None = None
        self.star: StarChange | None = None

    def set(self, field: str, value: Any, *, recorded: tuple[Any, Any] | None = None) -> None:
        """Set a property and record the change, unless it has the value already.

        `recorded` are the old and the new value in the history; by default the values of the property.
        """
        before = getattr(self.ticket, field)
        if before == value:
            return
        self.ticket = replace(self.ticket, **{field: value})
        old, new = recorded or (before, value)
        self.changes.append(Change(RECORDED_AS.get(field, field), old, new))

    def add_message(self, message: Message) -> None:
        """Add a message. A public one sets when its side last replied, and the timers that depend on it.

        A public one also clears the mark whether the ticket is answered. One of the customer takes the ticket out of
        the archive, unless it is hidden.
        """
        self.message = message
        of_staff = message.public and not self.context.by.is_customer
        ticket = replace(
            self.ticket,
            messages=self.ticket.messages + 1,
            notes=_counted(self.ticket.notes, not message.public),
            staff_replies=_counted(self.ticket.staff_replies, of_staff),
            attachments=self.ticket.attachments + len(message.files),
            last_message_at=max(self.context.at, self.ticket.last_message_at or self.context.at),
        )
        if message.public:
            ticket = replace(ticket, answered=None, answered_at=None)
        if message.public and self.context.by.is_customer:
            ticket = replace(ticket, customer_replied_at=self.context.at, auto_close_at=None)
        elif of_staff:
            wait = self.context.policy.auto_close
            ticket = replace(
                ticket,
                staff_replied_at=self.context.at,
                first_replied_at=self._first_replied_at(),
                staff_message_version=self.before.version + 1,
                first_response_due_at=None,
                escalation_paused=False,
                auto_close_at=self.context.at + wait if wait else None,
            )
        self.ticket = ticket
        if message.public and self.context.by.is_customer and not ticket.is_hidden:
            self.set("archived", False)

    def _first_replied_at(self) -> datetime | None:
        """Return the time of the first reply of staff, given that there is one now."""
        is_first = self.ticket.opened_by.is_customer and self.ticket.staff_replied_at is None
        return self.context.at if is_first else self.ticket.first_replied_at

    def add_time_spent(self, minutes: Decimal, time_type: int | None = None) -> None:
        """Add working time in minutes, of a type if it has one; a negative one takes time back."""
        self.time_spent, self.time_type = minutes, time_type
        self.ticket = replace(self.ticket, time_spent=(self.ticket.time_spent or 0) + minutes)

    def assign(self, assignee: Assignee | None) -> None:
        """Assign the ticket to a person or a group; None removes the assignee."""
        recorded = _recorded_assignee(self.ticket.assignee), _recorded_assignee(assignee)
        self.set("assignee", assignee, recorded=recorded)

    def enter(self, state: State, pending_until: datetime | None = None) -> None:
        """Move the ticket to a state that somebody named. Raises InvalidValue for an inactive one that it is not in."""
        if not state.active and state.id != self.ticket.state_id:
            raise InvalidValue("state", "This status is not active.")
        self.move(state, pending_until)

    def move(self, state: State, pending_until: datetime | None = None) -> None:
        """Move the ticket to a state, or set another pending time when it is in this state already.

        A pending state waits until `pending_until`, by default for the policy's pending time; any other state stops
        waiting. A closed state sets `closed_at` and `last_closed_at`, unless the ticket is closed already, and clears
        every timer; an open state clears `closed_at` alone. A state that ignores escalation pauses the first-response
        timer.
        """
        enters = state.id != self.ticket.state_id
        if state.type.is_pending:
            until = pending_until or self.context.at + self.context.policy.pending_time
            if enters or (pending_until and until != self.ticket.pending_until):
                self.ticket = replace(self.ticket, next_reminder_at=None)
                self.set("pending_until", until)
        else:
            self.ticket = replace(self.ticket, pending_until=None, next_reminder_at=None)
        already_closed_at = self.ticket.closed_at if self._is_closed() else None
        closed_at = (already_closed_at or self.context.at) if state.type.is_closed else None
        last_closed_at = closed_at or self.ticket.last_closed_at
        self.ticket = replace(self.ticket, closed_at=closed_at, last_closed_at=last_closed_at)
        if state.type.is_closed:
            self.ticket = _without_response_timers(self.ticket)
        if enters:
            paused = state.ignore_escalation and self.ticket.first_response_due_at is not None
            self.ticket = replace(self.ticket, escalation_paused=paused)
        self.set("state_id", state.id)

    def follow_up(self) -> None:
        """Move the ticket to the default for follow-ups if it is closed or pending."""
        states = self.context.states
        state_type = states.get(self.ticket.state_id).type
        if state_type.is_closed or state_type.is_pending:
            self.move(states.default_follow_up)

    def _is_closed(self) -> bool:
        """Return whether the ticket's state is closed now, even if it was open when the ticket entered it."""
        state = self.context.states.rows.get(self.ticket.state_id)
        return state is not None and state.type.is_closed

    def step(self, kind: EntryKind) -> Step | None:
        """Return the step with one entry of this kind, or None when nothing has changed. Raises HistoryIsFull."""
        if self.message and self._is_closed():
            self.ticket = _without_response_timers(self.ticket)
        if self.ticket == self.before and not (self.message or self.changes or self.entry_vote or self.star):
            return None
        version = self.before.version + 1
        if version > MAX_VERSIONS[self.context.by.side]:
            raise HistoryIsFull
        entry = HistoryEntry(
            self.before.number,
            version,
            kind,
            self.context.at,
            self.context.by,
            self.message,
            tuple(Change(change.field, _to_json(change.old), _to_json(change.new)) for change in self.changes),
            self.time_spent,
            self.time_type,
        )
        by = self.context.by.person_id
        after = replace(self.ticket, version=version, updated_at=self.context.at, updated_by_id=by)
        return Step(self.before, after, entry, self.entry_vote, self.star)


def _counted(count: int | None, one_more: bool) -> int | None:
    """Return the count after a message; what is not counted yet stays so."""
    return None if count is None else count + one_more


def _without_response_timers(ticket: Ticket) -> Ticket:
    """Clear the timers that wait for an answer of either side; a closed ticket needs none."""
    return replace(ticket, first_response_due_at=None, auto_close_at=None)


def _recorded_assignee(assignee: Assignee | None) -> dict[str, Any] | None:
    return {"kind": assignee.kind, "id": assignee.id} if assignee else None


def _to_json(value: Any) -> Any:
    """Convert a value to plain JSON; dates and times become ISO 8601 text."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
