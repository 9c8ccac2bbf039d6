"""Messages and people as requests bring them, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from polydesk.domain.catalog import Category, Priority
from polydesk.domain.channel import Channel
from polydesk.domain.person import Author, Person
from polydesk.domain.state import State


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that came inside the request."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to write, with the ids of uploads, the numbers of others, and the files that came with it.

    `subject`, `to`, `cc`, `bcc`, `reply_to` and `customer_updated` describe the mail that carries the message.
    Without a `channel` it has the usual one. `origin_id` is the person whose words the author wrote down.
    """

    text: str
    public: bool = True
    html: str | None = None
    uploads: Sequence[UUID] = ()
    numbers: Sequence[int] = ()
    files: Sequence[NewFile] = ()
    subject: str = ""
    cc: str = ""
    bcc: str = ""
    customer_updated: bool = False
    to: str = ""
    reply_to: str = ""
    channel: Channel | None = None
    origin_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer who is created on first contact: by e-mail address, or without one as a person of their own.

    `staff_too` is whether the ticket may become that of anybody who has the address or the login by then, staff too.
    `login` is by default the address, `given_name` the first word of the name.
    """

    name: str
    email: str = ""
    phones: tuple[str, ...] = ()
    staff_too: bool = False
    login: str = ""
    given_name: str | None = None


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """A ticket to open. Without a category, a priority or a state it gets the desk's default.

    With `as_customer` it is written in the customer's name, otherwise by the `author`, who is the caller by default.
    With `words_of_customer` the author has written down what the customer said. `minutes` is working time.
    """

    subject: str
    message: NewMessage | None
    customer: int | NewCustomer
    category: Category | None = None
    priority: Priority | None = None
    customer_alias: str | None = None
    customer_emails: tuple[str, ...] = ()
    assignee: Person | None = None
    tags: tuple[str, ...] = ()
    due_date: date | None = None
    visible_only_staff: bool = False
    state: State | None = None
    pending_until: datetime | None = None
    as_customer: bool = False
    author: Author | None = None
    words_of_customer: bool = False
    minutes: Decimal | None = None
