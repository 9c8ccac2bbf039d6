"""Public and private messages in the answers of the SupportBee API: replies and comments."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, TypedDict

from polydesk.dialects.supportbee import contents, users
from polydesk.dialects.supportbee.contents import Content
from polydesk.dialects.supportbee.responses import second
from polydesk.dialects.supportbee.tickets import copied_to, summary
from polydesk.dialects.supportbee.users import User
from polydesk.domain import ticket
from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.speaker import speaker_of
from polydesk.domain.ticket import HistoryEntry
from polydesk.http.schema import Count, Id, Schema, Second


class MessageCounts(TypedDict):
    """How many messages the ticket has now."""

    replies_count: Count
    agent_replies_count: Count
    comments_count: Count


class Reply(TypedDict):
    """A public message after the first one."""

    id: Id
    created_at: Second
    summary: Annotated[str, Schema("The beginning of the message.")]
    merged: Literal[False]
    cc: list[users.Address]
    bcc: list[users.Address]
    ticket: MessageCounts
    replier: User
    content: Content


class Comment(TypedDict):
    """A private message."""

    id: Id
    created_at: Second
    merged: Literal[False]
    ticket: MessageCounts
    commenter: User
    content: Content


class ShownReply(TypedDict):
    """One reply."""

    reply: Reply


class Replies(TypedDict):
    """The replies of a ticket, oldest first."""

    replies: Sequence[Reply]


class ShownComment(TypedDict):
    """One comment."""

    comment: Comment


class Comments(TypedDict):
    """The comments of a ticket, oldest first."""

    comments: Sequence[Comment]


def reply(entry: HistoryEntry, of: ticket.Ticket, people: Mapping[int, Person], base_url: str) -> Reply:
    """Return a public message of a ticket."""
    message = entry.message
    return Reply(
        id=entry.id,
        created_at=second(entry.at),
        summary=summary(entry),
        merged=False,
        cc=copied_to(message.cc if message else ""),
        bcc=copied_to(message.bcc if message else ""),
        ticket=counts(of),
        replier=author(entry, of, people),
        content=contents.content(entry, base_url),
    )


def comment(entry: HistoryEntry, of: ticket.Ticket, people: Mapping[int, Person], base_url: str) -> Comment:
    """Return a private message of a ticket."""
    return Comment(
        id=entry.id,
        created_at=second(entry.at),
        merged=False,
        ticket=counts(of),
        commenter=author(entry, of, people),
        content=contents.content(entry, base_url),
    )


def counts(of: ticket.Ticket) -> MessageCounts:
    """Return how many messages a ticket has."""
    return MessageCounts(
        replies_count=of.replies or 0, agent_replies_count=of.staff_replies or 0, comments_count=of.notes or 0
    )


def author(entry: HistoryEntry, of: ticket.Ticket, people: Mapping[int, Person]) -> User:
    """Return whose words a message is; for what the desk wrote by itself, the system's person."""
    by = speaker_of(entry, of, people)
    person_id = SYSTEM_PERSON_ID if by.person_id is None else by.person_id
    return users.user(people.get(person_id), person_id)
