"""What tickets are sorted by, where their rows alone say it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from polydesk.domain.channel import Channel
from polydesk.domain.facts import Moment, moments_of
from polydesk.domain.orders import OrderKey
from polydesk.domain.person import SYSTEM_PERSON_ID
from polydesk.domain.ticket import Ticket

NEVER = datetime.min.replace(tzinfo=UTC)

CHANNELS = {channel: place for place, channel in enumerate(Channel)}
SIDES = ("staff", "client", "system")


def _agent_id(ticket: Ticket) -> int:
    return ticket.assignee.id if ticket.assignee and ticket.assignee.kind == "person" else SYSTEM_PERSON_ID


def _unresponded(ticket: Ticket) -> tuple[bool, datetime]:
    return ticket.is_unresponded, moments_of(ticket).get(Moment.LAST_PUBLIC_MESSAGE, NEVER)


ROW_KEYS: Mapping[OrderKey, Callable[[Ticket], Any]] = MappingProxyType(
    {
        OrderKey.NUMBER: lambda ticket: ticket.number,
        OrderKey.CREATED: lambda ticket: ticket.number,
        OrderKey.FIRST_REPLIED: lambda ticket: ticket.first_replied_at,
        OrderKey.STAFF_REPLIED: lambda ticket: ticket.staff_replied_at,
        OrderKey.CUSTOMER_REPLIED: lambda ticket: ticket.customer_replied_at,
        OrderKey.RESPONSE_DUE: lambda ticket: ticket.first_response_due_at,
        OrderKey.ESCALATION: lambda ticket: None if ticket.escalation_paused else ticket.first_response_due_at,
        OrderKey.CLOSED: lambda ticket: ticket.closed_at,
        OrderKey.PENDING_UNTIL: lambda ticket: ticket.pending_until,
        OrderKey.PRIORITY_ID: lambda ticket: ticket.priority_id,
        OrderKey.STATE: lambda ticket: ticket.state_id,
        OrderKey.CATEGORY_ID: lambda ticket: ticket.category_id,
        OrderKey.AGENT_ID: _agent_id,
        OrderKey.CREATOR_ID: lambda ticket: ticket.opened_by.person_id or SYSTEM_PERSON_ID,
        OrderKey.CHANGER_ID: lambda ticket: ticket.updated_by_id or SYSTEM_PERSON_ID,
        OrderKey.OPENING_SIDE: lambda ticket: SIDES.index(ticket.opened_by.side),
        OrderKey.OPENING_CHANNEL: lambda ticket: CHANNELS[ticket.opening_channel],
        OrderKey.CUSTOMER: lambda ticket: ticket.customer_id,
        OrderKey.SUBJECT: lambda ticket: ticket.subject.casefold(),
        OrderKey.MESSAGES: lambda ticket: ticket.messages,
        OrderKey.TIME_SPENT: lambda ticket: ticket.time_spent,
        OrderKey.DUE: lambda ticket: ticket.due_date,
        OrderKey.UNRESPONDED: _unresponded,
    }
)
"""The value of each order that needs nothing but the row. None: the ticket comes last."""
