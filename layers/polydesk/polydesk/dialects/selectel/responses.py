"""Answers of the Tickets API."""

from collections.abc import Callable, Iterable
from datetime import datetime
from math import ceil
from typing import Annotated, TypedDict

from polydesk.desk.files import Upload as FileUpload
from polydesk.domain.catalog import Category
from polydesk.domain.state import States
from polydesk.domain.ticket import Attachment, HistoryEntry
from polydesk.domain.ticket import Ticket as DomainTicket
from polydesk.domain.ticket import Vote as DomainVote
from polydesk.http.schema import Address, Count, Id, Schema, Second, Uuid

RUSSIAN = {
    "new": "Новый",
    "open": "Открыт",
    "pending reminder": "Ожидает напоминания",
    "closed": "Закрыт",
    "merged": "Объединён",
    "removed": "Удалён",
    "pending close": "Ожидает закрытия",
}
"""The first seven states in Russian; a renamed state has its one name in both languages."""


class InBothLanguages(TypedDict):
    """A name in English and in Russian."""

    en: str
    ru: str


class TicketVote(TypedDict):
    """The customer's evaluation of a ticket."""

    comment: str | None
    created_at: Second
    score: Annotated[int, Schema(minimum=1, maximum=10)]


class CommentVote(TypedDict):
    """The customer's evaluation of a comment."""

    comment: str | None
    created_at: Second
    score: Annotated[int, Schema(enum=[1, -1])]


class ListedTicket(TypedDict):
    """A ticket as lists show it."""

    client_aliased_name: str | None
    client_emails: list[str]
    closed_at: Second | None
    created_at: Second
    is_client_author: Annotated[bool, Schema("Whether the customer wrote its newest public message.")]
    is_client_read: Annotated[bool, Schema("Whether the customer has fetched every comment of the staff.")]
    is_closed: bool
    is_resolved: Annotated[bool, Schema("Closed, or only waiting to be closed.")]
    number: Id
    status: InBothLanguages
    summary: str
    type: None
    updated_at: Second
    vote: TicketVote | None


class Ticket(ListedTicket):
    """A ticket."""

    splitted_from_ticket_number: Id | None


class Page(TypedDict):
    """One page of a list, newest tickets first. The counts are exact, also past the end and in a search."""

    item_count: Count
    items: list[ListedTicket]
    items_per_page: Annotated[int, Schema(minimum=1, maximum=1000)]
    page: Id
    page_count: Count


class File(TypedDict):
    """A file of a comment. The link is valid for five minutes."""

    id: Uuid
    name: str
    size: Annotated[int, Schema("Bytes.", minimum=0)]
    content_type: str
    url: Address


class Comment(TypedDict):
    """A public message of a ticket. Its id is the ticket's number times 100000 plus the ticket's version."""

    files: list[File]
    body: str
    id: Id
    is_client_author: Annotated[bool, Schema("Whether the customer wrote it.")]
    is_client_read: Annotated[bool, Schema("Whether the customer has fetched it.")]
    sent_at: Second
    splitted_at: None
    splitted_to_ticket_number: None
    vote: CommentVote | None


class Comments(TypedDict):
    """The comments of a ticket, oldest first; the newest ones when one answer has no room for all."""

    items: list[Comment]


class Topic(TypedDict):
    """A category of tickets."""

    key: str
    name: InBothLanguages


class Topics(TypedDict):
    """The desk's categories."""

    items: list[Topic]


class Form(TypedDict):
    """Where to post the file as multipart/form-data: these fields first, and the file last, as `file`."""

    url: Address
    fields: dict[str, str]


class Upload(TypedDict):
    """A file that may be sent within ten minutes, and attached to one message within a day."""

    id: Uuid
    upload: Form


def time(at: datetime) -> str:
    """Return a time in RFC 3339, UTC, whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def status(name: str) -> InBothLanguages:
    """Return a state's name in both languages."""
    shown = name[:1].upper() + name[1:]
    return InBothLanguages(en=shown, ru=RUSSIAN.get(name.casefold(), shown))


def listed_ticket(ticket: DomainTicket, states: States) -> ListedTicket:
    """Return a ticket for a list. Its state tells whether it is closed, since the state's type may have changed."""
    is_closed = states.is_closed(ticket.state_id)
    return ListedTicket(
        client_aliased_name=ticket.customer_alias,
        client_emails=list(ticket.customer_emails),
        closed_at=time(ticket.closed_at) if is_closed and ticket.closed_at else None,
        created_at=time(ticket.created_at),
        is_client_author=ticket.is_newest_message_of_customer,
        is_client_read=ticket.is_customer_read,
        is_closed=is_closed,
        is_resolved=states.is_resolved(ticket.state_id),
        number=ticket.number,
        status=status(states.get(ticket.state_id).name),
        summary=ticket.subject,
        type=None,
        updated_at=time(ticket.updated_at),
        vote=ticket_vote(ticket.vote) if ticket.vote else None,
    )


def ticket(ticket: DomainTicket, states: States) -> Ticket:
    """Return a ticket."""
    return Ticket(**listed_ticket(ticket, states), splitted_from_ticket_number=ticket.split_from)


def page(total: int, tickets: Iterable[DomainTicket], number: int, size: int, states: States) -> Page:
    """Return one page of a list; `total` counts the items of all pages."""
    return Page(
        item_count=total,
        items=[listed_ticket(one, states) for one in tickets],
        items_per_page=size,
        page=number,
        page_count=ceil(total / size),
    )


def comment(
    entry: HistoryEntry, ticket: DomainTicket, link: Callable[[Attachment], str], vote: DomainVote | None = None
) -> Comment:
    """Return a public message of the ticket, with links to its files and the vote on it."""
    files = entry.message.files if entry.message else ()
    return Comment(
        files=[file(one, link(one)) for one in files],
        body=entry.message.text if entry.message else "",
        id=entry.id,
        is_client_author=entry.by.is_customer,
        is_client_read=entry.by.is_customer or ticket.customer_read_upto >= entry.version,
        sent_at=time(entry.at),
        splitted_at=None,
        splitted_to_ticket_number=None,
        vote=comment_vote(vote) if vote else None,
    )


def file(attachment: Attachment, url: str) -> File:
    """Return a file of a message with its link."""
    return File(
        id=attachment.id,
        name=attachment.name,
        size=attachment.size,
        content_type=attachment.content_type,
        url=url,
    )


def upload(upload: FileUpload) -> Upload:
    """Return the form to upload a file with."""
    return Upload(id=upload.id, upload=Form(url=upload.url, fields=upload.fields))


def ticket_vote(vote: DomainVote) -> TicketVote:
    """Return the vote on a ticket."""
    return TicketVote(comment=vote.comment, created_at=time(vote.created_at), score=vote.score)


def comment_vote(vote: DomainVote) -> CommentVote:
    """Return the vote on a comment."""
    return CommentVote(comment=vote.comment, created_at=time(vote.created_at), score=vote.score)


def topics(categories: Iterable[Category]) -> Topics:
    """Return the categories as topics."""
    return Topics(
        items=[Topic(key=one.key, name=InBothLanguages(en=one.name_en, ru=one.name_ru)) for one in categories]
    )
