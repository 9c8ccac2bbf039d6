"""What the HappyFox API answers (polydesk/dialects/happyfox/present.py and entries.py)."""

from typing import Annotated, Any, Literal

from pydantic import Field

from tools.openapi.schemas.shape import Address, Count, Id, Shape

Time = Annotated[
    str, Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$", examples=["2026-01-05 09:30:00"], description="UTC.")
]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-01-16"])]


class Status(Shape):
    """A ticket state as a status."""

    id: Id
    name: str
    behavior: Literal["pending", "completed"]
    color: Annotated[str, Field(pattern=r"^[0-9A-F]{6}$", examples=["339933"])]
    order: int
    default: bool


class Priority(Shape):
    """How urgent a ticket is."""

    id: Id
    name: str
    order: int
    default: bool


class Category(Shape):
    """What a ticket is about."""

    id: Id
    name: str
    description: str
    public: Literal[True]
    prepopulate_cc: Literal[""]
    time_spent_mandatory: Literal[False]


class Agent(Shape):
    """The staff member who has the ticket."""

    id: Id
    name: str
    email: str
    active: bool


class Phone(Shape):
    """A telephone number."""

    id: Id
    number: str
    type: Literal["o"]


class Contact(Shape):
    """The customer."""

    id: Id
    name: str
    email: str
    phones: list[Phone]
    created_at: Time | None
    updated_at: Time | None


class Author(Shape):
    """Who wrote an update."""

    type: Literal["user", "staff"]
    id: Id
    name: str
    email: str


class Attachment(Shape):
    """A file of a message. The link holds for five minutes."""

    id: Annotated[str, Field(json_schema_extra={"format": "uuid"})]
    filename: str
    url: Address


class Message(Shape):
    """What was said. `message_type` is `p` for a private note."""

    text: str
    html: str
    subject: str
    cc_list: str
    bcc_list: str
    customer_updated: bool
    forward_list: None
    message_type: Literal["p"] | None
    attachments: list[Attachment]


class NamedChange(Shape):
    """A property before and after, by id and by name."""

    old: Id | None
    new: Id | None
    old_name: str | None
    new_name: str | None


class DateChange(Shape):
    """A date before and after."""

    old: Day | None
    new: Day | None


class Update(Shape):
    """An entry of a ticket's history. `by` is null for what the desk did by itself."""

    update_id: Id
    timestamp: Time
    by: Author | None
    time_spent: Annotated[Count | None, Field(description="Minutes.")]
    message: Message | None
    status_change: NamedChange | None
    priority_change: NamedChange | None
    assignee_change: NamedChange | None
    category_change: None
    due_date_change: DateChange | None
    custom_field_change: None
    satisfaction_survey: None


class ListedTicket(Shape):
    """A ticket without its history."""

    id: Id
    display_id: Annotated[str, Field(pattern=r"^#HFS\d{8,}$", examples=["#HFS00000003"])]
    subject: str
    first_message: str
    source: Literal["API"]
    status: Status
    priority: Priority
    category: Category
    assigned_to: Agent | None
    user: Contact
    subscribers: Annotated[list[str], Field(max_length=0)]
    custom_fields: Annotated[list[str], Field(max_length=0)]
    created_at: Time
    last_updated_at: Time
    last_modified: Time
    last_user_reply_at: Time | None
    last_staff_reply_at: Time | None
    due_date: Day | None
    tags: Annotated[str, Field(examples=["invoice, address"])]
    time_spent: Annotated[int, Field(ge=0, description="Minutes.")]
    messages_count: Count
    attachments_count: Count
    sla_breaches: Count
    unresponded: bool
    visible_only_staff: bool
    merged_tickets: list[Id]
    merged_to: Id | None


class Ticket(ListedTicket):
    """A ticket with its history, oldest first.

    Of a history that is too long for one answer the opening and the newest updates are there, and `updates_left_out`
    says how many are not.
    """

    updates: list[Update]
    updates_left_out: Id = 1


class PageInfo(Shape):
    """Where a page is in its list. Positions count from 1; those of an empty page are 0."""

    count: Count
    start_index: Count
    end_index: Count
    last_index: Annotated[int, Field(ge=0, description="How many tickets there are on all pages.")]
    page_count: Count


class Page(Shape):
    """One page of a list, newest tickets first; tickets have their history with `include_updates`."""

    page_info: PageInfo
    data: list[ListedTicket | Ticket]


class FieldErrors(Shape):
    """What is wrong with one field; the field `__all__` is the request as a whole."""

    field: str
    errors: Annotated[list[str], Field(min_length=1)]


class Created(Shape):
    """A ticket of a list that was created."""

    display_id: str
    id: Id
    success: Literal[True]


class NotCreated(Shape):
    """A ticket of a list that was not created."""

    success: Literal[False]
    error: Annotated[list[FieldErrors], Field(min_length=1)]


class Invalid(Shape):
    """What is wrong with which field."""

    error: Annotated[list[FieldErrors], Field(min_length=1)]


class Error(Shape):
    """What is wrong, in one sentence."""

    error: str


ANSWERS: dict[str, Any] = {
    "read_all_tickets": Page,
    "create_ticket": Ticket | list[Created | NotCreated],
    "read_ticket": Ticket,
    "add_staff_update": Ticket,
    "add_staff_private_note": Ticket,
    "add_user_reply": Ticket,
}
"""What a success brings, by the file of the function."""
