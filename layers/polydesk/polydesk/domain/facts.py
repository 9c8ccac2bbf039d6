"""Facts: what lists select by beside state, flags, customer and number. They follow a ticket within seconds.

`facts_of` and `moments_of` are the truth: the index of facts is built from them, and a row is compared with them before
it is shown.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum

from polydesk.domain.tags import tag_key
from polydesk.domain.ticket import Ticket


class FactKind(StrEnum):
    """The kinds of facts, with the names under which they are stored."""

    PERSON = "person"
    """The id of the agent who has the ticket."""
    GROUP = "group"
    """The id of the group that has the ticket."""
    ASSIGNED = "assigned"
    """`person` or `group`: what has the ticket."""
    CATEGORY = "category"
    PRIORITY = "priority"
    TAG = "tag"
    """A tag, exactly as it is written."""
    FOLDED_TAG = "tag-folded"
    """A tag, as `tag_key` returns it."""
    CREATOR = "creator"
    """The id of the person who opened the ticket."""
    UNRESPONDED = "unresponded"
    """1 for a ticket whose customer waits for an answer."""
    BREACHED = "breached"
    """1 for a ticket that was escalated."""
    WITH_FILES = "files"
    """1 for a ticket with attachments."""
    REPLIES = "replies"
    """The number of public messages after the opening."""
    STARRED_BY = "starred"
    """The id of a person who has starred the ticket. The ticket's row does not have it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a ticket."""

    kind: FactKind
    value: int | str = 1


class Moment(StrEnum):
    """The times of a ticket by which lists select, with the names under which they are stored."""

    CREATED = "created"
    UPDATED = "updated"
    LAST_MESSAGE = "message"
    """The newest message, public or private."""
    LAST_PUBLIC_MESSAGE = "public"
    STAFF_REPLIED = "staff"
    CUSTOMER_REPLIED = "customer"
    LAST_CLOSED = "closed"
    """The last time that the ticket was closed; it stays when the ticket is reopened."""
    DUE = "due"
    """00:00 UTC of the due date."""
    PENDING_UNTIL = "pending"
    RESPONSE_DUE = "response"
    """When the ticket escalates unless staff answer; while its state ignores escalation there is no such time."""


NOT_INDEXED = (Moment.CREATED, Moment.RESPONSE_DUE)
"""Numbers grow with the time of opening, so that one needs no days. Rows are compared with the other."""

INDEXED_MOMENTS = tuple(moment for moment in Moment if moment not in NOT_INDEXED)
"""The moments that the index of facts has by day."""


def facts_of(ticket: Ticket) -> frozenset[Fact]:
    """Return the facts that the ticket's row has: all but its stars, and its replies only if they are counted."""
    facts = {
        Fact(FactKind.CATEGORY, ticket.category_id),
        Fact(FactKind.PRIORITY, ticket.priority_id),
        *(Fact(FactKind.TAG, tag) for tag in ticket.tags),
        *(Fact(FactKind.FOLDED_TAG, tag_key(tag)) for tag in ticket.tags),
    }
    if ticket.assignee:
        kind = FactKind.PERSON if ticket.assignee.kind == "person" else FactKind.GROUP
        facts |= {Fact(kind, ticket.assignee.id), Fact(FactKind.ASSIGNED, ticket.assignee.kind)}
    if ticket.opened_by.person_id is not None:
        facts.add(Fact(FactKind.CREATOR, ticket.opened_by.person_id))
    if ticket.replies is not None:
        facts.add(Fact(FactKind.REPLIES, ticket.replies))
    flags = {
        FactKind.UNRESPONDED: ticket.is_unresponded,
        FactKind.BREACHED: ticket.sla_breaches > 0,
        FactKind.WITH_FILES: ticket.attachments > 0,
    }
    return frozenset(facts | {Fact(kind) for kind, holds in flags.items() if holds})


def moments_of(ticket: Ticket) -> dict[Moment, datetime]:
    """Return the times of what has happened to the ticket, or will."""
    times = {
        Moment.CREATED: ticket.created_at,
        Moment.UPDATED: ticket.updated_at,
        Moment.LAST_MESSAGE: ticket.last_message_at,
        Moment.LAST_PUBLIC_MESSAGE: max(
            (at for at in (ticket.staff_replied_at, ticket.customer_replied_at) if at), default=None
        ),
        Moment.STAFF_REPLIED: ticket.staff_replied_at,
        Moment.CUSTOMER_REPLIED: ticket.customer_replied_at,
        Moment.LAST_CLOSED: ticket.last_closed_at,
        Moment.DUE: datetime.combine(ticket.due_date, time(), UTC) if ticket.due_date else None,
        Moment.PENDING_UNTIL: ticket.pending_until,
        Moment.RESPONSE_DUE: None if ticket.escalation_paused else ticket.first_response_due_at,
    }
    return {moment: at for moment, at in times.items() if at is not None}
