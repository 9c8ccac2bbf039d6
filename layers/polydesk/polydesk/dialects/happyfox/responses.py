"""Answers of the HappyFox API: tickets, pages of tickets, results of bulk creation."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Annotated, Literal, NotRequired, TypedDict, cast

from polydesk.dialects.happyfox.catalog import Category, NoItems, Priority, Status, category, priority, status
from polydesk.dialects.happyfox.contact import Contact, contact
from polydesk.dialects.happyfox.errors import FieldErrors
from polydesk.dialects.happyfox.history import Day, Moment, Time, Update, moment, time, update
from polydesk.dialects.happyfox.related import Related
from polydesk.dialects.happyfox.staff import Agent, agent
from polydesk.domain import ticket
from polydesk.domain.ticket import HistoryEntry
from polydesk.domain.time_spent import whole_minutes
from polydesk.http.schema import Count, Id, Minutes, Schema

PREFIX = "#HFS"


class ListedTicket(TypedDict):
    """A ticket without its history."""

    id: Id
    display_id: Annotated[str, Schema(pattern=r"^#HFS\d{8,}$", examples=["#HFS00000003"])]
    subject: str
    first_message: str
    source: Literal["API"]
    status: Status
    pending_time: Annotated[Moment | None, Schema("When the pending status ends; null in any other status.")]
    priority: Priority
    category: Category
    assigned_to: Agent | None
    user: Contact
    subscribers: NoItems
    custom_fields: NoItems
    created_at: Time
    last_updated_at: Time
    last_modified: Time
    last_user_reply_at: Time | None
    last_staff_reply_at: Time | None
    due_date: Day | None
    tags: Annotated[str, Schema(examples=["invoice, address"])]
    time_spent: Minutes
    messages_count: Count
    attachments_count: Count
    sla_breaches: Count
    unresponded: bool
    visible_only_staff: bool
    merged_tickets: list[Id]
    merged_to: Id | None


class Ticket(ListedTicket):
    """A ticket with its history, oldest first.

    A history that is too long for one answer is cut to its first and its newest updates; `updates_left_out` is the
    number of those that are missing.
    """

    updates: list[Update]
    updates_left_out: NotRequired[Id]


if TYPE_CHECKING:
    SelectedTicket = Mapping[str, object]
else:
    SelectedTicket = TypedDict("SelectedTicket", Ticket.__annotations__, total=False)
    SelectedTicket.__doc__ = "A ticket with the fields that the caller asks for."


class PageInfo(TypedDict):
    """The position of a page in its list. Positions count from 1; those of an empty page are 0."""

    count: Count
    start_index: Count
    end_index: Count
    last_index: Annotated[int, Schema("The number of items on all pages.", minimum=0)]
    page_count: Annotated[int, Schema("The number of pages; 1 for an empty list.", minimum=1)]


class ContactPage(TypedDict):
    """One page of contacts, by id."""

    page_info: PageInfo
    data: Sequence[Contact]


class Page(TypedDict):
    """One page of a list, newest tickets first; with `include_updates` tickets have their history.

    With `fields` they have those, with `minify_response` their ids.
    """

    page_info: PageInfo
    data: Sequence[ListedTicket | Ticket | SelectedTicket]


class Created(TypedDict):
    """A ticket of a list that was created."""

    display_id: str
    id: Id
    success: Literal[True]


class NotCreated(TypedDict):
    """A ticket of a list that was not created."""

    success: Literal[False]
    error: Annotated[list[FieldErrors], Schema(minItems=1)]


def display_id(number: int) -> str:
    """Return a ticket's number as people quote it."""
    return f"{PREFIX}{number:08d}"


def listed_ticket(ticket: ticket.Ticket, first_message: str, related: Related) -> ListedTicket:
    """Return a ticket without its history."""
    return ListedTicket(
        id=ticket.number,
        display_id=display_id(ticket.number),
        subject=ticket.subject,
        first_message=first_message,
        source="API",
        status=status(related.states.get(ticket.state_id), related.states),
        pending_time=moment(ticket.pending_until) if ticket.pending_until else None,
        priority=priority(related.priorities[ticket.priority_id]),
        category=category(related.categories[ticket.category_id]),
        assigned_to=agent(ticket.assignee, related),
        user=contact(related.people.get(ticket.customer_id), ticket.customer_id, related.counts),
        subscribers=[],
        custom_fields=[],
        created_at=time(ticket.created_at),
        last_updated_at=time(ticket.updated_at),
        last_modified=time(ticket.updated_at),
        last_user_reply_at=time(ticket.customer_replied_at) if ticket.customer_replied_at else None,
        last_staff_reply_at=time(ticket.staff_replied_at) if ticket.staff_replied_at else None,
        due_date=ticket.due_date.isoformat() if ticket.due_date else None,
        tags=", ".join(ticket.tags),
        time_spent=whole_minutes(ticket.time_spent or Decimal()),
        messages_count=ticket.messages,
        attachments_count=ticket.attachments,
        sla_breaches=ticket.sla_breaches,
        unresponded=ticket.is_unresponded,
        visible_only_staff=ticket.visible_only_staff,
        merged_tickets=list(ticket.merged_from),
        merged_to=ticket.merged_into,
    )


def ticket_with_history(ticket: ticket.Ticket, entries: Sequence[HistoryEntry], related: Related) -> Ticket:
    """Return a ticket with its history, oldest first, and `updates_left_out` when some of it is missing."""
    listed = listed_ticket(ticket, first_text(entries[0]), related)
    found = cast(Ticket, {**listed, "updates": [update(one, ticket, related) for one in entries]})
    if left_out := ticket.version - len(entries):
        found["updates_left_out"] = left_out
    return found


def selected_ticket(ticket: ListedTicket | Ticket, keys: Sequence[str]) -> SelectedTicket:
    """Return the fields of a ticket with these keys; those of a history say whether it is whole."""
    wanted = {*keys, "updates_left_out"} if "updates" in keys else {*keys}
    return {key: value for key, value in ticket.items() if key in wanted}


def first_text(entry: HistoryEntry | None) -> str:
    """Return the text of a ticket's first message, given its first entry."""
    return entry.message.text if entry and entry.message else ""


def page(total: int, data: Sequence[ListedTicket | Ticket | SelectedTicket], number: int, size: int) -> Page:
    """Return one page of a list of `total` tickets."""
    return Page(page_info=page_info(total, len(data), number, size), data=data)


def contact_page(total: int, data: Sequence[Contact], number: int, size: int) -> ContactPage:
    """Return one page of a list of `total` contacts."""
    return ContactPage(page_info=page_info(total, len(data), number, size), data=data)


def page_info(total: int, count: int, number: int, size: int) -> PageInfo:
    """Return the position of a page with `count` of `total` items; positions count from 1, and an empty page is at 0.

    An empty list has one page: clients read pages until `page_count` is reached.
    """
    start = (number - 1) * size + 1 if count else 0
    return PageInfo(
        count=count,
        start_index=start,
        end_index=start + count - 1 if count else 0,
        last_index=total,
        page_count=max(1, ceil(total / size)),
    )
