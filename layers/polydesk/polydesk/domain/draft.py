"""How an action changes a ticket: a draft collects what it does and becomes one step."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from polydesk.domain.context import ActionContext
from polydesk.domain.errors import HistoryIsFull
from polydesk.domain.state import State
from polydesk.domain.ticket import (
    VERSIONS_PER_TICKET,
    Assignee,
    Change,
    CommentVote,
    EntryKind,
    HistoryEntry,
    Message,
    StarChange,
    Step,
    Ticket,
)

RECORDED_AS = {
    "customer_alias": "client_alias",
    "customer_emails": "client_emails",
    "first_response_due_at": "respond_by",
    "auto_close_at": "close_at",
}
"""Names of properties in stored changes and published events, where they differ: recorded names never change."""


class Draft:
    """A ticket on its way to its next version."""

    def __init__(self, ticket: Ticket, context: ActionContext) -> None:
        """Begin from how the ticket stands."""
        self.before = ticket
        self.ticket = ticket
        self.context = context
        self.changes: list[Change] = []
        self.message: Message | None = None
        self.time_spent: int | None = None
        self.comment_vote: CommentVote | None = None
        self.star: StarChange | None = None

    def set(self, field: str, new: Any, *, old: Any = None, shown: Any = None) -> None:
        """Give a property a new value; nothing happens when it has it.

        `old` and `shown` are how the values before and after stand in the history; by default as they are.
        """
        before = getattr(self.ticket, field)
        if before == new:
            return
        self.ticket = replace(self.ticket, **{field: new})
        self.changes.append(
            Change(RECORDED_AS.get(field, field), before if old is None else old, new if shown is None else shown)
        )

    def say(self, message: Message) -> None:
        """Add a message. Public ones tell both sides when the other last spoke."""
        self.message = message
        ticket = replace(
            self.ticket,
            messages=self.ticket.messages + 1,
            attachments=self.ticket.attachments + len(message.files),
        )
        if message.public and self.context.by.is_customer:
            ticket = replace(ticket, customer_replied_at=self.context.at, auto_close_at=None)
        elif message.public:
            wait = self.context.policy.auto_close
            ticket = replace(
                ticket,
                staff_replied_at=self.context.at,
                staff_message_version=self.before.version + 1,
                first_response_due_at=None,
                escalation_paused=False,
                auto_close_at=self.context.at + wait if wait else None,
            )
        self.ticket = ticket

    def spend(self, minutes: int) -> None:
        """Add working time."""
        self.time_spent = minutes
        self.ticket = replace(self.ticket, time_spent=self.ticket.time_spent + minutes)

    def assign(self, assignee: Assignee | None) -> None:
        """Give the ticket to one person or group, or to nobody."""
        before = self.ticket.assignee
        self.set("assignee", assignee, old=_shown_assignee(before), shown=_shown_assignee(assignee))

    def move(self, state: State, pending_until: datetime | None = None) -> None:
        """Go to another state.

        A pending state lasts until `pending_until`, or the desk's usual time; any other one ends the waiting. A
        closed kind stamps the closing time once and ends every timer; an open kind clears it. In a state that ignores
        escalation the time to answer has no effect.
        """
        is_another = state.id != self.ticket.state_id
        if state.type.is_pending:
            until = pending_until or self.context.at + self.context.policy.pending_time
            if is_another or (pending_until and until != self.ticket.pending_until):
                self.ticket = replace(self.ticket, next_reminder_at=None)
                self.set("pending_until", until)
        else:
            self.ticket = replace(self.ticket, pending_until=None, next_reminder_at=None)
        closed_since = self.ticket.closed_at if self._is_closed() else None
        closed_at = (closed_since or self.context.at) if state.type.is_closed else None
        self.ticket = replace(self.ticket, closed_at=closed_at)
        if state.type.is_closed:
            self.ticket = _at_rest(self.ticket)
        if is_another:
            paused = state.ignore_escalation and self.ticket.first_response_due_at is not None
            self.ticket = replace(self.ticket, escalation_paused=paused)
        self.set("state_id", state.id)

    def _is_closed(self) -> bool:
        """Whether the ticket is in a state that is closed now, whatever that was when the ticket came into it."""
        state = self.context.states.rows.get(self.ticket.state_id)
        return state is not None and state.type.is_closed

    def step(self, kind: EntryKind) -> Step | None:
        """The step, or None when nothing was said or changed. Raises HistoryIsFull."""
        if self.message and self._is_closed():
            self.ticket = _at_rest(self.ticket)
        if self.ticket == self.before and not (self.message or self.changes or self.comment_vote or self.star):
            return None
        version = self.before.version + 1
        if version >= VERSIONS_PER_TICKET:
            raise HistoryIsFull
        update = HistoryEntry(
            self.before.number,
            version,
            kind,
            self.context.at,
            self.context.by,
            self.message,
            tuple(Change(one.field, _plain(one.old), _plain(one.new)) for one in self.changes),
            self.time_spent,
        )
        after = replace(self.ticket, version=version, updated_at=self.context.at)
        return Step(self.before, after, update, self.comment_vote, self.star)


def _at_rest(ticket: Ticket) -> Ticket:
    """Nobody waits for a word on a closed ticket."""
    return replace(ticket, first_response_due_at=None, auto_close_at=None)


def _shown_assignee(assignee: Assignee | None) -> dict[str, Any] | None:
    return {"kind": assignee.kind, "id": assignee.id} if assignee else None


def _plain(value: Any) -> Any:
    """A value of the history as JSON has it: times as ISO 8601 text."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
