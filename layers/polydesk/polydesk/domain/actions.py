"""What can be done with a ticket. Each action takes how things stand and returns the step it makes.

An action that would change nothing returns None. Actions raise the desk's errors and know no storage.

Which action is allowed from which kind of state:

| action | new, open, pending | closed, merged, removed |
|---|---|---|
| close | yes | TicketIsClosed |
| reopen | TicketIsOpen | yes, to the follow-up default |
| comment | yes | TicketIsClosed |
| reply of a client | yes; a pending ticket goes to the follow-up default | yes, to the follow-up default |
| everything else | yes | yes |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from polydesk.domain.catalog import Group
from polydesk.domain.context import ActionContext
from polydesk.domain.draft import Draft
from polydesk.domain.errors import AlreadyAssigned, CommentNotFound, InvalidValue, TicketIsClosed, TicketIsOpen
from polydesk.domain.person import Person
from polydesk.domain.state import State, StateType
from polydesk.domain.ticket import (
    Assignee,
    Change,
    CommentVote,
    EntryKind,
    HistoryEntry,
    Message,
    StarChange,
    Step,
    Ticket,
    Vote,
)

NOWHERE = 0
"""The state of a ticket that is not in any yet."""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """Everything that a new ticket begins with."""

    subject: str
    message: Message
    customer_id: int
    category_id: int
    priority_id: int
    customer_alias: str | None = None
    customer_emails: tuple[str, ...] = ()
    assignee: Assignee | None = None
    tags: tuple[str, ...] = ()
    due_date: date | None = None
    visible_only_staff: bool = False


def open_ticket(number: int, opening: NewTicket, context: ActionContext) -> Step:
    """A new ticket with its first message; it enters the state for new tickets as it would enter any other."""
    by_customer = context.by.is_customer
    deadline = context.at + context.policy.response_time if context.policy.response_time and by_customer else None
    ticket = Ticket(
        number=number,
        version=1,
        subject=opening.subject,
        category_id=opening.category_id,
        priority_id=opening.priority_id,
        state_id=NOWHERE,
        customer_id=opening.customer_id,
        opened_by=context.by,
        created_at=context.at,
        updated_at=context.at,
        customer_alias=opening.customer_alias,
        customer_emails=opening.customer_emails,
        assignee=opening.assignee,
        tags=opening.tags,
        due_date=opening.due_date,
        visible_only_staff=opening.visible_only_staff,
        first_response_due_at=deadline,
        messages=1,
        attachments=len(opening.message.files),
        customer_replied_at=context.at if by_customer else None,
        staff_replied_at=None if by_customer else context.at,
        staff_message_version=0 if by_customer else 1,
    )
    draft = Draft(ticket, context)
    draft.move(context.states.default_create)
    update = HistoryEntry(number, 1, "opened", context.at, context.by, opening.message)
    return Step(None, draft.ticket, update)


def comment(ticket: Ticket, context: ActionContext, message: Message) -> Step | None:
    """A public message where a closed ticket has to be reopened first. Raises TicketIsClosed."""
    if context.states.is_closed(ticket.state_id):
        raise TicketIsClosed
    return reply(ticket, context, message)


def reply(ticket: Ticket, context: ActionContext, message: Message) -> Step | None:
    """A public message. A client's words take up a ticket that is closed or waits."""
    draft = Draft(ticket, context)
    draft.say(message)
    if context.by.is_customer:
        _take_up(draft)
    return draft.step("replied")


def _take_up(draft: Draft) -> None:
    states = draft.context.states
    kind = states.get(draft.ticket.state_id).type
    if kind.is_closed or kind.is_pending:
        draft.move(states.default_follow_up)


def close(ticket: Ticket, context: ActionContext, comment: str | None = None, score: int | None = None) -> Step | None:
    """Close the ticket. With a score the comment belongs to the vote; alone it joins the thread.

    Raises TicketIsClosed, and NoStateOfType when no active state closes tickets.
    """
    if context.states.is_closed(ticket.state_id):
        raise TicketIsClosed
    draft = Draft(ticket, context)
    if score is not None:
        _vote(draft, score, comment)
    elif comment is not None:
        draft.say(Message(comment))
    draft.move(context.states.first_active(StateType.CLOSED))
    return draft.step("closed")


def reopen(ticket: Ticket, context: ActionContext, message: Message) -> Step | None:
    """Take up a closed ticket with a message that says why. Raises TicketIsOpen."""
    if not context.states.is_closed(ticket.state_id):
        raise TicketIsOpen
    draft = Draft(ticket, context)
    draft.say(message)
    draft.move(context.states.default_follow_up)
    return draft.step("reopened")


def evaluate(ticket: Ticket, context: ActionContext, score: int, comment: str | None = None) -> Step | None:
    """Vote on the ticket; a later vote replaces an earlier one."""
    draft = Draft(ticket, context)
    _vote(draft, score, comment)
    return draft.step("evaluated")


def _vote(draft: Draft, score: int, comment: str | None) -> None:
    vote = Vote(score, comment, draft.context.at)
    draft.set("vote", vote, old=_shown_vote(draft.ticket.vote), shown=_shown_vote(vote))


def _shown_vote(vote: Vote | None) -> dict[str, object] | None:
    return {"score": vote.score, "comment": vote.comment} if vote else None


def evaluate_comment(
    ticket: Ticket, context: ActionContext, update: HistoryEntry, score: int, comment: str | None
) -> Step | None:
    """Vote on a public message; a later vote replaces an earlier one.

    Raises CommentNotFound when the entry has no public message, InvalidValue when a customer votes on the message of a
    customer.
    """
    if update.message is None or not update.message.public:
        raise CommentNotFound(update.id)
    if context.by.is_customer and update.by.is_customer:
        raise InvalidValue("comment_id", "A customer can evaluate only comments of the support side.")
    draft = Draft(ticket, context)
    vote = Vote(score, comment, context.at)
    draft.comment_vote = CommentVote(update.version, vote)
    draft.changes.append(Change("comment_vote", None, {"comment_id": update.id, "score": score, "comment": comment}))
    return draft.step("evaluated")


def change_customer_details(
    ticket: Ticket, context: ActionContext, details: Mapping[str, str | tuple[str, ...] | None]
) -> Step | None:
    """Change `client_alias` or `client_emails`; what is not among the details stays."""
    draft = Draft(ticket, context)
    for name in ("customer_alias", "customer_emails"):
        if name in details:
            draft.set(name, details[name])
    return draft.step("changed")


def assign(ticket: Ticket, context: ActionContext, assignee: Assignee) -> Step | None:
    """Give the ticket to a person or a group instead of whoever has it. Raises AlreadyAssigned."""
    if ticket.assignee == assignee:
        raise AlreadyAssigned
    draft = Draft(ticket, context)
    draft.assign(assignee)
    return draft.step("assigned")


def assignee_of(who: Person | Group) -> Assignee:
    """Return a person or a group as an assignee. Raises InvalidValue for a person who cannot work on tickets."""
    if isinstance(who, Group):
        return Assignee("group", who.id)
    if not who.agent:
        raise InvalidValue("assignee", "Input should be the id of an agent")
    if not who.active:
        raise InvalidValue("assignee", "Input should be the id of an active agent")
    return Assignee("person", who.id)


def archive(ticket: Ticket, context: ActionContext, archived: bool) -> Step | None:
    """Put the ticket away, or take it out again."""
    draft = Draft(ticket, context)
    draft.set("archived", archived)
    return draft.step("archived" if archived else "unarchived")


def mark_spam(ticket: Ticket, context: ActionContext, spam: bool) -> Step | None:
    """Take the ticket out of every list, or bring it back where it was."""
    draft = Draft(ticket, context)
    draft.set("spam", spam)
    if draft.changes:
        draft.ticket = replace(draft.ticket, spam_at=context.at if spam else None)
    return draft.step("spammed" if spam else "unspammed")


def star(ticket: Ticket, context: ActionContext, person_id: int, starred: bool) -> Step | None:
    """Set or take away a person's star. Whether it is there already only the store knows."""
    draft = Draft(ticket, context)
    draft.star = StarChange(person_id, starred)
    draft.changes.append(Change("star", not starred, starred))
    return draft.step("starred" if starred else "unstarred")


@dataclass(frozen=True, slots=True)
class Handling:
    """What an agent wants of a ticket in one go. None leaves a property as it is.

    `assignee` is used when `reassign` is set; None then takes the ticket from whoever has it. `minutes` is
    working time to add.
    """

    state: State | None = None
    pending_until: datetime | None = None
    priority_id: int | None = None
    reassign: bool = False
    assignee: Assignee | None = None
    due_date: date | None = None
    tags: Sequence[str] | None = None
    minutes: int | None = None


def handle(ticket: Ticket, context: ActionContext, handling: Handling, message: Message | None = None) -> Step | None:
    """Reply or note, move, assign, prioritise, in one step. A call without a message changes properties alone.

    Raises InvalidValue for an inactive state that the ticket is not in already.
    """
    draft = Draft(ticket, context)
    if message:
        draft.say(message)
    if handling.state:
        if not handling.state.active and handling.state.id != ticket.state_id:
            raise InvalidValue("state", "This status is not active.")
        draft.move(handling.state, handling.pending_until)
    if handling.priority_id is not None:
        draft.set("priority_id", handling.priority_id)
    if handling.reassign:
        draft.assign(handling.assignee)
    if handling.due_date is not None:
        draft.set("due_date", handling.due_date)
    if handling.tags is not None:
        draft.set("tags", tuple(handling.tags))
    if handling.minutes:
        draft.spend(handling.minutes)
    return draft.step(_kind(message, draft))


def _kind(message: Message | None, draft: Draft) -> EntryKind:
    if message:
        return "replied" if message.public else "noted"
    changed = {change.field for change in draft.changes}
    if "state_id" in changed:
        return "moved"
    return "assigned" if changed == {"assignee"} else "changed"


def read_by_customer(ticket: Ticket) -> Ticket:
    """The ticket after its client has fetched the comments. It is no step: reading is not history."""
    return replace(ticket, customer_read_upto=max(ticket.customer_read_upto, ticket.staff_message_version))
