"""What a person does to a ticket in one action: a message, a state, an assignee and other properties at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from polydesk.domain.channel import Channel
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Draft, Step
from polydesk.domain.errors import InvalidValue, NewerStaffMessage
from polydesk.domain.state import State
from polydesk.domain.tags import each_once
from polydesk.domain.ticket import Assignee, EntryKind, Message, Ticket, split_entry_id


@dataclass(frozen=True, slots=True)
class Handling:
    """The properties that a person sets in one action. None leaves a property unchanged.

    `assignee` counts only with `reassign`; None then removes the assignee. `clear_due_date` removes the due date.
    `minutes` is working time to add, or a negative one to take back, and `time_type` its type. `seen_upto` is the id of
    the newest history entry that the agent has seen: a condition, not a property. `release` takes the ticket from the
    person who has it; a group keeps it. `pending_until` without a `state` is when the state ends that a pending ticket
    is in.
    """

    state: State | None = None
    pending_until: datetime | None = None
    priority_id: int | None = None
    category_id: int | None = None
    reassign: bool = False
    assignee: Assignee | None = None
    due_date: date | None = None
    clear_due_date: bool = False
    tags: Sequence[str] | None = None
    minutes: Decimal | None = None
    seen_upto: int | None = None
    subject: str | None = None
    release: bool = False
    time_type: int | None = None


def handle(ticket: Ticket, context: ActionContext, handling: Handling, message: Message | None = None) -> Step | None:
    """Add a public or private message, if there is one, and set properties, in one step.

    Unless a state is given, a public message of the customer moves a closed or pending ticket to the default for
    follow-ups, and one of staff a ticket in the default for new tickets, if it went out by a channel that was given and
    is no note.

    Raises InvalidValue for an inactive state, unless the ticket is in it already, and what `_require_seen` raises.
    """
    if handling.seen_upto is not None:
        _require_seen(ticket, handling.seen_upto)
    draft = Draft(ticket, context)
    if message:
        draft.add_message(message)
    _enter_state(draft, handling)
    for field in ("subject", "priority_id", "category_id"):
        if (value := getattr(handling, field)) is not None:
            draft.set(field, value)
    if handling.reassign:
        draft.assign(handling.assignee)
    elif handling.release and ticket.assignee and ticket.assignee.kind == "person":
        draft.assign(None)
    if handling.due_date is not None or handling.clear_due_date:
        draft.set("due_date", handling.due_date)
    if handling.tags is not None:
        draft.set("tags", each_once(handling.tags, ticket.tags))
    if handling.minutes:
        draft.add_time_spent(handling.minutes, handling.time_type)
    return draft.step(_entry_kind(message, draft))


def _enter_state(draft: Draft, handling: Handling) -> None:
    states = draft.context.states
    present = states.rows.get(draft.ticket.state_id)
    message, by_customer = draft.message, draft.context.by.is_customer
    if handling.state:
        draft.enter(handling.state, handling.pending_until)
    elif handling.pending_until and present and present.type.is_pending:
        draft.move(present, handling.pending_until)
    elif message and message.public and by_customer:
        draft.follow_up()
    elif message and message.public and _went_out(message) and draft.ticket.state_id == states.default_create_id:
        draft.move(states.default_follow_up)


def _went_out(message: Message) -> bool:
    """Return whether the message was given a channel, other than that of notes."""
    return message.channel not in {None, Channel.NOTE}


def _require_seen(ticket: Ticket, entry_id: int) -> None:
    """Require that no public message of staff is newer than the entry.

    Raises InvalidValue for an entry that the ticket does not have, NewerStaffMessage for a newer message.
    """
    number, version = split_entry_id(entry_id)
    if number != ticket.number or not 1 <= version <= ticket.version:
        raise InvalidValue("seen_upto", "There is no update with this id on this ticket.")
    if ticket.staff_message_version > version:
        raise NewerStaffMessage


def _entry_kind(message: Message | None, draft: Draft) -> EntryKind:
    if message:
        return "replied" if message.public else "noted"
    changed = {change.field for change in draft.changes}
    if "state_id" in changed:
        return "moved"
    return "assigned" if changed == {"assignee"} else "changed"
