"""What the Tickets API answers (polydesk/dialects/selectel/present.py)."""

from typing import Annotated, Any

from pydantic import Field

from tools.openapi.schemas.shape import Address, Count, Id, Second, Shape


class InBothLanguages(Shape):
    """A name in English and in Russian."""

    en: str
    ru: str


class TicketVote(Shape):
    """What the client thinks of how a ticket was handled."""

    comment: str | None
    created_at: Second
    score: Annotated[int, Field(ge=1, le=10)]


class CommentVote(Shape):
    """What the client thinks of a comment."""

    comment: str | None
    created_at: Second
    score: Annotated[int, Field(json_schema_extra={"enum": [1, -1]})]


class ListedTicket(Shape):
    """A ticket as lists show it."""

    client_aliased_name: str | None
    client_emails: list[str]
    closed_at: Second | None
    created_at: Second
    is_client_author: Annotated[bool, Field(description="Whether the client's side opened it.")]
    is_client_read: Annotated[bool, Field(description="Whether the client has seen every comment of the staff.")]
    is_closed: bool
    is_resolved: Annotated[bool, Field(description="Closed, or waiting only to be closed.")]
    number: Id
    status: InBothLanguages
    summary: str
    type: None
    updated_at: Second
    vote: TicketVote | None


class Ticket(ListedTicket):
    """A ticket by itself."""

    splitted_from_ticket_number: Id | None


class Page(Shape):
    """One page of a list, newest tickets first. The counts are exact, also past the end and with words to search."""

    item_count: Count
    items: list[ListedTicket]
    items_per_page: Annotated[int, Field(ge=1, le=1000)]
    page: Id
    page_count: Count


class File(Shape):
    """A file of a comment. The link holds for five minutes."""

    id: Annotated[str, Field(json_schema_extra={"format": "uuid"})]
    name: str
    size: Annotated[int, Field(ge=0, description="Bytes.")]
    content_type: str
    url: Address


class Comment(Shape):
    """A public message of a ticket. Its id is the ticket's number times 100000 plus the ticket's version."""

    files: list[File]
    body: str
    id: Id
    is_client_author: Annotated[bool, Field(description="Whether the client's side wrote it.")]
    is_client_read: Annotated[bool, Field(description="Whether the client has seen it.")]
    sent_at: Second
    splitted_at: None
    splitted_to_ticket_number: None
    vote: CommentVote | None


class Comments(Shape):
    """Comments of a ticket, oldest first; of more than one answer has room for, the newest."""

    items: list[Comment]


class Topic(Shape):
    """What a ticket can be about."""

    key: str
    name: InBothLanguages


class Topics(Shape):
    """What tickets of this desk can be about."""

    items: list[Topic]


class Form(Shape):
    """Where a file goes: a POST of multipart/form-data, these fields first and the file last, as `file`."""

    url: Address
    fields: dict[str, str]


class Upload(Shape):
    """A file that may be sent within ten minutes, and attached to one message within a day."""

    id: Annotated[str, Field(json_schema_extra={"format": "uuid"})]
    upload: Form


class Error(Shape):
    """What is wrong."""

    error: str
    description: str


class Fault(Error):
    """What is wrong, and where."""

    location: Annotated[
        str, Field(examples=["body.summary"], description="`body.<field>`, `query.<name>` or `header.<name>`.")
    ]


ANSWERS: dict[str, Any] = {
    "create_ticket": Ticket,
    "list_tickets": Page,
    "find_ticket": Ticket,
    "modify_ticket": Ticket,
    "close_ticket": Ticket,
    "reopen_ticket": Ticket,
    "evaluate_ticket": TicketVote,
    "create_comment": Comment,
    "list_comments": Comments,
    "find_comment": Comment,
    "evaluate_comment": CommentVote,
    "list_topics": Topics,
    "create_file": Upload,
}
"""What a success brings, by the file of the function; None is no body."""
