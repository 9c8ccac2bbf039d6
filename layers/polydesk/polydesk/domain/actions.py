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

from polydesk.domain.draft import Draft, Occasion
from polydesk.domain.errors import AlreadyAssigned, CommentNotFound, Invalid, TicketIsClosed, TicketIsOpen
from polydesk.domain.state import Kind, State
from polydesk.domain.ticket import (
    Assignee,
    Change,
    CommentVote,
    Message,
    StarChange,
    Step,
    Ticket,
    Update,
    UpdateKind,
    Vote,
)

NOWHERE = 0
"""The state of a ticket that is not in any yet."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything that a new ticket begins with."""

    subject: str
    message: Message
    client_id: int
    category_id: int
    priority_id: int
    client_alias: str | None = None
    client_emails: tuple[str, ...] = ()
    assignee: Assignee | None = None
    tags: tuple[str, ...] = ()
    due_date: date | None = None
    visible_only_staff: bool = False


def open_ticket(number: int, opening: Opening, occasion: Occasion) -> Step:
    """A new ticket with its first message; it enters the state for new tickets as it would enter any other."""
    by_client = occasion.by.is_client
    deadline = occasion.at + occasion.response_time if occasion.response_time and by_client else None
    ticket = Ticket(
        number=number,
        version=1,
        subject=opening.subject,
        category_id=opening.category_id,
        priority_id=opening.priority_id,
        state_id=NOWHERE,
        client_id=opening.client_id,
        opened_by=occasion.by,
        created_at=occasion.at,
        updated_at=occasion.at,
        client_alias=opening.client_alias,
        client_emails=opening.client_emails,
        assignee=opening.assignee,
        tags=opening.tags,
        due_date=opening.due_date,
        visible_only_staff=opening.visible_only_staff,
        respond_by=deadline,
        messages=1,
        attachments=len(opening.message.files),
        client_replied_at=occasion.at if by_client else None,
        staff_replied_at=None if by_client else occasion.at,
        staff_said=0 if by_client else 1,
    )
    draft = Draft(ticket, occasion)
    draft.move(occasion.states.default_create)
    update = Update(number, 1, "opened", occasion.at, occasion.by, opening.message)
    return Step(None, draft.ticket, update)


def comment(ticket: Ticket, occasion: Occasion, message: Message) -> Step | None:
    """A public message where a closed ticket has to be reopened first. Raises TicketIsClosed."""
    if occasion.states.is_closed(ticket.state_id):
        raise TicketIsClosed
    return reply(ticket, occasion, message)


def reply(ticket: Ticket, occasion: Occasion, message: Message) -> Step | None:
    """A public message. A client's words take up a ticket that is closed or waits."""
    draft = Draft(ticket, occasion)
    draft.say(message)
    if occasion.by.is_client:
        _take_up(draft)
    return draft.step("replied")


def _take_up(draft: Draft) -> None:
    states = draft.occasion.states
    kind = states.get(draft.ticket.state_id).kind
    if kind.is_closed or kind.is_pending:
        draft.move(states.default_follow_up)


def close(ticket: Ticket, occasion: Occasion, comment: str | None = None, score: int | None = None) -> Step | None:
    """Close the ticket. With a score the comment belongs to the vote; alone it joins the thread.

    Raises TicketIsClosed, and NoStateOfKind when no active state closes tickets.
    """
    if occasion.states.is_closed(ticket.state_id):
        raise TicketIsClosed
    draft = Draft(ticket, occasion)
    if score is not None:
        _vote(draft, score, comment)
    elif comment is not None:
        draft.say(Message(comment))
    draft.move(occasion.states.first_active(Kind.CLOSED))
    return draft.step("closed")


def reopen(ticket: Ticket, occasion: Occasion, message: Message) -> Step | None:
    """Take up a closed ticket with a message that says why. Raises TicketIsOpen."""
    if not occasion.states.is_closed(ticket.state_id):
        raise TicketIsOpen
    draft = Draft(ticket, occasion)
    draft.say(message)
    draft.move(occasion.states.default_follow_up)
    return draft.step("reopened")


def evaluate(ticket: Ticket, occasion: Occasion, score: int, comment: str | None = None) -> Step | None:
    """Vote on the ticket; a later vote replaces an earlier one."""
    draft = Draft(ticket, occasion)
    _vote(draft, score, comment)
    return draft.step("evaluated")


def _vote(draft: Draft, score: int, comment: str | None) -> None:
    vote = Vote(score, comment, draft.occasion.at)
    draft.set("vote", vote, old=_shown_vote(draft.ticket.vote), shown=_shown_vote(vote))


def _shown_vote(vote: Vote | None) -> dict[str, object] | None:
    return {"score": vote.score, "comment": vote.comment} if vote else None


def evaluate_comment(
    ticket: Ticket, occasion: Occasion, update: Update, score: int, comment: str | None
) -> Step | None:
    """Vote on a public message; a later vote replaces an earlier one.

    Raises CommentNotFound for an update that is no public message, Invalid when a client votes on a client's words.
    """
    if update.message is None or not update.message.public:
        raise CommentNotFound(update.id)
    if occasion.by.is_client and update.by.is_client:
        raise Invalid("path", "comment_id", "A client can evaluate only comments of the support side.")
    draft = Draft(ticket, occasion)
    vote = Vote(score, comment, occasion.at)
    draft.comment_vote = CommentVote(update.version, vote)
    draft.changes.append(Change("comment_vote", None, {"comment_id": update.id, "score": score, "comment": comment}))
    return draft.step("evaluated")


def change_client_details(
    ticket: Ticket, occasion: Occasion, details: Mapping[str, str | tuple[str, ...] | None]
) -> Step | None:
    """Change `client_alias` or `client_emails`; what is not among the details stays."""
    draft = Draft(ticket, occasion)
    for name in ("client_alias", "client_emails"):
        if name in details:
            draft.set(name, details[name])
    return draft.step("changed")


def assign(ticket: Ticket, occasion: Occasion, assignee: Assignee) -> Step | None:
    """Give the ticket to a person or a group instead of whoever has it. Raises AlreadyAssigned."""
    if ticket.assignee == assignee:
        raise AlreadyAssigned
    draft = Draft(ticket, occasion)
    draft.assign(assignee)
    return draft.step("assigned")


def archive(ticket: Ticket, occasion: Occasion, archived: bool) -> Step | None:
    """Put the ticket away, or take it out again."""
    draft = Draft(ticket, occasion)
    draft.set("archived", archived)
    return draft.step("archived" if archived else "unarchived")


def mark_spam(ticket: Ticket, occasion: Occasion, spam: bool) -> Step | None:
    """Take the ticket out of every list, or bring it back where it was."""
    draft = Draft(ticket, occasion)
    draft.set("spam", spam)
    if draft.changes:
        draft.ticket = replace(draft.ticket, spam_at=occasion.at if spam else None)
    return draft.step("spammed" if spam else "unspammed")


def star(ticket: Ticket, occasion: Occasion, person_id: int, starred: bool) -> Step | None:
    """Set or take away a person's star. Whether it is there already only the store knows."""
    draft = Draft(ticket, occasion)
    draft.star = StarChange(person_id, starred)
    draft.changes.append(Change("star", not starred, starred))
    return draft.step("starred" if starred else "unstarred")


@dataclass(frozen=True, slots=True)
class Handling:
    """What an agent wants of a ticket in one go. None leaves a property as it is.

    `assignee` is used when `reassign` is set; None then takes the ticket from whoever has it. `minutes` is
    working time to add.
    """

    message: Message | None = None
    state: State | None = None
    pending_until: datetime | None = None
    priority_id: int | None = None
    reassign: bool = False
    assignee: Assignee | None = None
    due_date: date | None = None
    tags: Sequence[str] | None = None
    minutes: int | None = None


def handle(ticket: Ticket, occasion: Occasion, wanted: Handling) -> Step | None:
    """Reply or note, move, assign, prioritise, in one step. A call without a message changes properties alone.

    Raises Invalid when the state is inactive and the ticket is not in it.
    """
    draft = Draft(ticket, occasion)
    if wanted.message:
        draft.say(wanted.message)
    if wanted.state:
        if not wanted.state.active and wanted.state.id != ticket.state_id:
            raise Invalid("body", "status", "This status is not active.")
        draft.move(wanted.state, wanted.pending_until)
    if wanted.priority_id is not None:
        draft.set("priority_id", wanted.priority_id)
    if wanted.reassign:
        draft.assign(wanted.assignee)
    if wanted.due_date is not None:
        draft.set("due_date", wanted.due_date)
    if wanted.tags is not None:
        draft.set("tags", tuple(wanted.tags))
    if wanted.minutes:
        draft.spend(wanted.minutes)
    return draft.step(_kind(wanted, draft))


def _kind(wanted: Handling, draft: Draft) -> UpdateKind:
    if wanted.message:
        return "replied" if wanted.message.public else "noted"
    changed = {change.field for change in draft.changes}
    if "state_id" in changed:
        return "moved"
    return "assigned" if changed == {"assignee"} else "changed"


def read_by_client(ticket: Ticket) -> Ticket:
    """The ticket after its client has fetched the comments. It is no step: reading is not history."""
    return replace(ticket, client_read_upto=max(ticket.client_read_upto, ticket.staff_said))
