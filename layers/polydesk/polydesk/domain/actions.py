"""The actions on a ticket. Each takes the ticket and the context, and returns the step that it makes.

An action that would change nothing returns None. Nothing is stored here.

Whether an action is allowed depends on the type of the ticket's state:

| action | new, open | pending | closed, merged, removed |
|---|---|---|---|
| close | yes | yes | TicketIsClosed |
| reopen | TicketIsOpen | TicketIsOpen | moves to the default for follow-ups |
| reply of the customer | yes | moves to the default for follow-ups | moves to the default for follow-ups |
| reply of staff | yes | yes | yes |
| comment | as a reply | as a reply | TicketIsClosed |
| any other | yes | yes | yes |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from polydesk.domain import tags
from polydesk.domain.catalog import Group
from polydesk.domain.channel import Channel, usual_channel
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Draft, EntryVote, StarChange, Step
from polydesk.domain.errors import (
    AlreadyAssigned,
    CommentNotFound,
    InvalidValue,
    LabelNotFound,
    TicketIsClosed,
    TicketIsOpen,
)
from polydesk.domain.person import Person
from polydesk.domain.state import State, StateType
from polydesk.domain.ticket import Assignee, Change, HistoryEntry, Message, Ticket, Vote

NO_STATE = 0
"""The state id of a new ticket before it enters its first state."""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """The properties and the first message of a new ticket, which may be private, or None for a ticket without one.

    Without a `state` it gets the default for new tickets. `minutes` is working time.
    """

    subject: str
    message: Message | None
    customer_id: int
    category_id: int
    priority_id: int
    customer_alias: str | None = None
    customer_emails: tuple[str, ...] = ()
    assignee: Assignee | None = None
    tags: tuple[str, ...] = ()
    due_date: date | None = None
    visible_only_staff: bool = False
    state: State | None = None
    pending_until: datetime | None = None
    minutes: Decimal | None = None


def open_ticket(number: int, new: NewTicket, context: ActionContext) -> Step:
    """Open a ticket. A ticket of a customer must be answered in time. Raises InvalidValue for an inactive state."""
    by_customer = context.by.is_customer
    entry = HistoryEntry(number, 1, "opened", context.at, context.by, new.message, time_spent=new.minutes)
    is_public = new.message is not None and new.message.public
    by_staff = is_public and not by_customer
    response_time = context.policy.response_time if by_customer else None
    ticket = Ticket(
        number=number,
        version=1,
        subject=new.subject,
        category_id=new.category_id,
        priority_id=new.priority_id,
        state_id=NO_STATE,
        customer_id=new.customer_id,
        opened_by=context.by,
        created_at=context.at,
        updated_at=context.at,
        customer_alias=new.customer_alias,
        customer_emails=new.customer_emails,
        assignee=new.assignee,
        tags=tags.each_once(new.tags),
        due_date=new.due_date,
        visible_only_staff=new.visible_only_staff,
        first_response_due_at=context.at + response_time if response_time else None,
        time_spent=new.minutes,
        messages=1 if new.message else 0,
        notes=0,
        staff_replies=0,
        last_message_at=context.at,
        attachments=len(new.message.files) if new.message else 0,
        customer_replied_at=context.at if is_public and by_customer else None,
        staff_replied_at=context.at if by_staff else None,
        staff_message_version=1 if by_staff else 0,
        opened_with_message=new.message is not None,
        updated_by_id=context.by.person_id,
        channel=_unusual(entry.channel, by_customer=by_customer) if new.message else None,
    )
    draft = Draft(ticket, context)
    draft.enter(new.state or context.states.default_create, new.pending_until)
    return Step(None, draft.ticket, entry)


def _unusual(channel: Channel, *, by_customer: bool) -> Channel | None:
    """Return the channel of an opening unless it is the usual one."""
    return None if channel is usual_channel(public=True, by_customer=by_customer) else channel


def comment(ticket: Ticket, context: ActionContext, message: Message) -> Step | None:
    """Reply to a ticket that is not closed. Raises TicketIsClosed."""
    if context.states.is_closed(ticket.state_id):
        raise TicketIsClosed
    return reply(ticket, context, message)


def reply(ticket: Ticket, context: ActionContext, message: Message) -> Step | None:
    """Add a public message. One of the customer moves a closed or pending ticket to the default for follow-ups."""
    draft = Draft(ticket, context)
    draft.add_message(message)
    if context.by.is_customer:
        draft.follow_up()
    return draft.step("replied")


def close(ticket: Ticket, context: ActionContext, comment: str | None = None, score: int | None = None) -> Step | None:
    """Close the ticket. With a score the comment belongs to the vote; without one it is a public message.

    Raises TicketIsClosed, and NoStateOfType when no closed state is active.
    """
    if context.states.is_closed(ticket.state_id):
        raise TicketIsClosed
    draft = Draft(ticket, context)
    if score is not None:
        _vote(draft, score, comment)
    elif comment is not None:
        draft.add_message(Message(comment))
    draft.move(context.states.first_active(StateType.CLOSED))
    return draft.step("closed")


def reopen(ticket: Ticket, context: ActionContext, message: Message) -> Step | None:
    """Reopen a closed ticket with a public message. Raises TicketIsOpen."""
    if not context.states.is_closed(ticket.state_id):
        raise TicketIsOpen
    draft = Draft(ticket, context)
    draft.add_message(message)
    draft.move(context.states.default_follow_up)
    return draft.step("reopened")


def evaluate(ticket: Ticket, context: ActionContext, score: int, comment: str | None = None) -> Step | None:
    """Vote on the ticket, replacing an earlier vote."""
    draft = Draft(ticket, context)
    _vote(draft, score, comment)
    return draft.step("evaluated")


def _vote(draft: Draft, score: int, comment: str | None) -> None:
    vote = Vote(score, comment, draft.context.at)
    draft.set("vote", vote, recorded=(_recorded_vote(draft.ticket.vote), _recorded_vote(vote)))


def _recorded_vote(vote: Vote | None) -> dict[str, object] | None:
    return {"score": vote.score, "comment": vote.comment} if vote else None


def evaluate_comment(
    ticket: Ticket, context: ActionContext, entry: HistoryEntry, score: int, comment: str | None
) -> Step | None:
    """Vote on a public message, replacing an earlier vote.

    Raises CommentNotFound when the entry has no public message, InvalidValue when a customer votes on the message of a
    customer.
    """
    if entry.message is None or not entry.message.public:
        raise CommentNotFound(entry.id)
    if context.by.is_customer and entry.by.is_customer:
        raise InvalidValue("comment_id", "A customer can evaluate only comments of the support side.")
    draft = Draft(ticket, context)
    vote = Vote(score, comment, context.at)
    draft.entry_vote = EntryVote(entry.version, vote)
    draft.changes.append(Change("comment_vote", None, {"comment_id": entry.id, "score": score, "comment": comment}))
    return draft.step("evaluated")


def change_customer_details(
    ticket: Ticket, context: ActionContext, details: Mapping[str, str | tuple[str, ...] | None]
) -> Step | None:
    """Set `customer_alias` or `customer_emails`; a missing one keeps its value."""
    draft = Draft(ticket, context)
    for name in ("customer_alias", "customer_emails"):
        if name in details:
            draft.set(name, details[name])
    return draft.step("changed")


def assign(ticket: Ticket, context: ActionContext, assignee: Assignee) -> Step | None:
    """Assign the ticket to a person or a group. Raises AlreadyAssigned."""
    if ticket.assignee == assignee:
        raise AlreadyAssigned
    draft = Draft(ticket, context)
    draft.assign(assignee)
    return draft.step("assigned")


def unassign(ticket: Ticket, context: ActionContext, kind: Literal["person", "group"]) -> Step | None:
    """Take the person or the group away who has the ticket. One of the other kind keeps it, and nothing changes."""
    draft = Draft(ticket, context)
    if ticket.assignee and ticket.assignee.kind == kind:
        draft.assign(None)
    return draft.step("assigned")


def assignee_of(who: Person | Group) -> Assignee:
    """Return a person or a group as an assignee. Raises InvalidValue for a person who is not an active agent."""
    if isinstance(who, Group):
        return Assignee("group", who.id)
    if not who.agent:
        raise InvalidValue("assignee", "Input should be the id of an agent")
    if not who.active:
        raise InvalidValue("assignee", "Input should be the id of an active agent")
    return Assignee("person", who.id)


def change_tags(
    ticket: Ticket, context: ActionContext, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Step | None:
    """Add and remove tags; what is both is added or stays. Raises InvalidValue for more tags than a ticket can have."""
    after = tags.changed(ticket.tags, add, remove)
    if len(after) > max(tags.MAX_TAGS, len(ticket.tags)):
        raise InvalidValue("tags", f"A ticket has at most {tags.MAX_TAGS} tags. Remove some.")
    draft = Draft(ticket, context)
    draft.set("tags", after)
    return draft.step("changed")


def remove_tag(ticket: Ticket, context: ActionContext, spellings: Sequence[str]) -> Step | None:
    """Remove the first of these tags that the ticket has. Raises LabelNotFound when it has none."""
    tag = next(filter(None, (tags.find(ticket.tags, one) for one in spellings)), None)
    if tag is None:
        raise LabelNotFound(spellings[0])
    return change_tags(ticket, context, remove=[tag])


def archive(ticket: Ticket, context: ActionContext, archived: bool) -> Step | None:
    """Archive the ticket, or take it out of the archive."""
    draft = Draft(ticket, context)
    draft.set("archived", archived)
    return draft.step("archived" if archived else "unarchived")


def mark_spam(ticket: Ticket, context: ActionContext, spam: bool) -> Step | None:
    """Mark the ticket as spam, which hides it from lists that do not ask for spam, or unmark it."""
    draft = Draft(ticket, context)
    draft.set("spam", spam)
    if draft.changes:
        draft.ticket = replace(draft.ticket, spam_at=context.at if spam else None)
    return draft.step("spammed" if spam else "unspammed")


def trash(ticket: Ticket, context: ActionContext, trashed: bool) -> Step | None:
    """Put the ticket into the trash, which hides it from lists that do not ask for it, or take it out again."""
    draft = Draft(ticket, context)
    draft.set("trashed", trashed)
    if draft.changes:
        draft.ticket = replace(draft.ticket, trashed_at=context.at if trashed else None)
    return draft.step("trashed" if trashed else "untrashed")


def mark_answered(ticket: Ticket, context: ActionContext, answered: bool) -> Step | None:
    """Mark the ticket as answered or not, until its next public message. Nothing changes when it counts as that."""
    draft = Draft(ticket, context)
    if ticket.is_unresponded == answered:
        draft.set("answered", answered)
        draft.ticket = replace(draft.ticket, answered_at=context.at)
    return draft.step("answered" if answered else "unanswered")


def star(ticket: Ticket, context: ActionContext, person_id: int, starred: bool) -> Step | None:
    """Set or remove a person's star. The ticket does not know its stars: an unchanged one makes a step, too."""
    draft = Draft(ticket, context)
    draft.star = StarChange(person_id, starred)
    draft.changes.append(Change("star", not starred, starred))
    return draft.step("starred" if starred else "unstarred")


def mark_read_by_customer(ticket: Ticket) -> Ticket:
    """Return the ticket after its customer has fetched the messages. This is no step: it has no history entry."""
    return replace(ticket, customer_read_upto=max(ticket.customer_read_upto, ticket.staff_message_version))
