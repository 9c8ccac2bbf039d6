"""Tickets in the answers of the Zammad API."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, NotRequired, TypedDict

from polydesk.dialects.zammad import ids
from polydesk.dialects.zammad.channels import SENDER_IDS, SENDERS, TYPE_IDS, SenderName
from polydesk.dialects.zammad.responses import Millisecond, Name, Nothing, time
from polydesk.domain import ticket as domain
from polydesk.domain.channel import Channel
from polydesk.domain.person import SYSTEM_PERSON_ID
from polydesk.http.schema import Count, Id, Schema

if TYPE_CHECKING:
    from polydesk.dialects.zammad.related import Related

TimeUnit = Annotated[
    str, Schema("Working time, with one or two decimal places.", pattern=r"^-?\d+\.\d{1,2}$", examples=["12.5"])
]
Login = Annotated[
    str, Schema("A login, in lower case; `-` for the system and nobody. Customers see `-` for other people.")
]


class Ticket(TypedDict):
    """A ticket. The last keys are in answers to writes and searches and with `full`, or only with `expand`."""

    id: Id
    number: Annotated[str, Schema("The id as a text.", pattern="^[1-9][0-9]*$")]
    title: Annotated[str, Schema("One line.", maxLength=255)]
    group_id: Annotated[Id, Schema("The category.")]
    priority_id: Id
    state_id: Id
    organization_id: None
    owner_id: Annotated[Id, Schema("The agent who has the ticket; 1 for nobody.")]
    customer_id: Id
    note: None
    type: None
    first_response_at: Annotated[Millisecond | None, Schema("When staff first answered.")]
    first_response_escalation_at: Annotated[Millisecond | None, Schema("When staff must have answered.")]
    first_response_in_min: None
    first_response_diff_in_min: None
    close_in_min: None
    close_diff_in_min: None
    update_in_min: None
    update_diff_in_min: None
    close_escalation_at: None
    update_escalation_at: None
    escalation_at: Annotated[
        Millisecond | None, Schema("When the ticket escalates; null while its state ignores escalation.")
    ]
    close_at: Annotated[Millisecond | None, Schema("When the ticket was closed; null while it is open.")]
    last_close_at: Annotated[Millisecond | None, Schema("The same as `close_at`.")]
    last_contact_at: Annotated[Millisecond | None, Schema("The newest public message.")]
    last_contact_agent_at: Annotated[Millisecond | None, Schema("The newest public message of staff.")]
    last_contact_customer_at: Annotated[Millisecond | None, Schema("The newest public message of the customer.")]
    last_owner_update_at: None
    create_article_type_id: Annotated[int, Schema("How the ticket came; 10 is a note.", minimum=1, maximum=13)]
    create_article_sender_id: Annotated[
        int, Schema("Who opened it: 1 an agent, 2 a customer, 3 the system.", minimum=1, maximum=3)
    ]
    article_count: Count
    pending_time: Annotated[Millisecond | None, Schema("When a pending state ends.")]
    time_unit: Annotated[TimeUnit | None, Schema("The working time; null before any was booked.")]
    preferences: Nothing
    updated_by_id: Id
    created_by_id: Id
    created_at: Millisecond
    updated_at: Millisecond
    article_ids: NotRequired[Annotated[list[Id], Schema("Ascending. Internal articles too, for customers too.")]]
    ticket_time_accounting_ids: NotRequired[
        Annotated[list[Id], Schema("Missing in lists where the ticket has any, and where a history is too long.")]
    ]
    group: NotRequired[Name]
    state: NotRequired[Name]
    priority: NotRequired[Annotated[Name, Schema("`2 normal`: the place in the order, and the name in lower case.")]]
    owner: NotRequired[Login]
    customer: NotRequired[Login]
    created_by: NotRequired[Login]
    updated_by: NotRequired[Login]
    create_article_type: NotRequired[Channel]
    create_article_sender: NotRequired[SenderName]
    ticket_time_accounting: NotRequired[Annotated[list[str], Schema("Always empty.", maxItems=0)]]


def ticket(one: domain.Ticket) -> Ticket:
    """Return a ticket, its 38 keys in the vendor's order."""
    first_response_due_at = time_or_none(one.first_response_due_at)
    closed_at = time_or_none(one.closed_at)
    return Ticket(
        id=one.number,
        number=str(one.number),
        title=one.subject,
        group_id=one.category_id,
        priority_id=one.priority_id,
        state_id=one.state_id,
        organization_id=None,
        owner_id=owner_id(one),
        customer_id=one.customer_id,
        note=None,
        type=None,
        first_response_at=time_or_none(one.first_replied_at),
        first_response_escalation_at=first_response_due_at,
        first_response_in_min=None,
        first_response_diff_in_min=None,
        close_in_min=None,
        close_diff_in_min=None,
        update_in_min=None,
        update_diff_in_min=None,
        close_escalation_at=None,
        update_escalation_at=None,
        escalation_at=None if one.escalation_paused else first_response_due_at,
        close_at=closed_at,
        last_close_at=closed_at,
        last_contact_at=time_or_none(_last_contact_at(one)),
        last_contact_agent_at=time_or_none(one.staff_replied_at),
        last_contact_customer_at=time_or_none(one.customer_replied_at),
        last_owner_update_at=None,
        create_article_type_id=TYPE_IDS[one.opening_channel],
        create_article_sender_id=SENDER_IDS[one.opened_by.side],
        article_count=one.messages,
        pending_time=time_or_none(one.pending_until),
        time_unit=time_unit(one.time_spent),
        preferences=Nothing(),
        updated_by_id=one.updated_by_id or SYSTEM_PERSON_ID,
        created_by_id=one.opened_by.person_id or SYSTEM_PERSON_ID,
        created_at=time(one.created_at),
        updated_at=time(one.updated_at),
    )


def with_ids(one: domain.Ticket, time_versions: Sequence[int] | None = None) -> Ticket:
    """Return a ticket with the ids of its articles, and of its time accountings.

    `time_versions` are the versions of the history that booked time; None when they were not read. Then their ids are
    left out, unless no time is booked.
    """
    shown = ticket(one)
    shown["article_ids"] = ids.article_ids(one.number, one.messages)
    if time_versions is not None or not one.time_spent:
        shown["ticket_time_accounting_ids"] = ids.part_ids(one.number, time_versions or ())
    return shown


def expanded(one: domain.Ticket, related: "Related") -> Ticket:
    """Return a ticket with the ids that `with_ids` adds, and with the names of what its ids refer to."""
    shown = with_ids(one, related.time_versions)
    shown["group"] = related.group_name(one.category_id)
    shown["state"] = related.state_name(one.state_id)
    shown["priority"] = related.priority_name(one.priority_id)
    shown["owner"] = related.login(shown["owner_id"])
    shown["customer"] = related.login(one.customer_id)
    shown["created_by"] = related.login(shown["created_by_id"])
    shown["updated_by"] = related.login(shown["updated_by_id"])
    shown["create_article_type"] = one.opening_channel
    shown["create_article_sender"] = SENDERS[shown["create_article_sender_id"]]
    shown["ticket_time_accounting"] = []
    return shown


def owner_id(one: domain.Ticket) -> int:
    """Return the id of the agent who has the ticket, or that of the system when no person has it."""
    return one.assignee.id if one.assignee and one.assignee.kind == "person" else SYSTEM_PERSON_ID


def time_unit(minutes: Decimal | None) -> str | None:
    """Return a working time with at least one decimal place, such as `15.0`; None where none was ever booked."""
    return None if minutes is None else f"{minutes:.2f}".removesuffix("0")


def time_or_none(at: datetime | None) -> str | None:
    """Return a time in ISO 8601, or None."""
    return time(at) if at else None


def _last_contact_at(one: domain.Ticket) -> datetime | None:
    return max((at for at in (one.staff_replied_at, one.customer_replied_at) if at), default=None)
