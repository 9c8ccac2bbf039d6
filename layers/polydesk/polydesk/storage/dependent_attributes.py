"""Attributes of a ticket's row that are read together with others, and left out when these say enough.

| property                 | attribute   | without the attribute | written                                   |
|--------------------------|-------------|-----------------------|-------------------------------------------|
| `last_closed_at`         | last_closed | `closed_at`           | for open tickets                          |
| `last_message_at`        | message_at  | the last reply's time | when the newest message is private        |
| `notes`, `staff_replies` | counts      | None: not counted yet | with the number of messages that they fit |

An earlier release keeps these attributes as they are while it writes others, so each is read with what it belongs to:
the later time counts, and counters that do not fit the number of messages count as unknown.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from polydesk.domain.ticket import Ticket
from polydesk.storage.codec import Item


def attributes_of(ticket: Ticket) -> Item:
    """Return these attributes of a ticket's row; None for those that are left out."""
    return {
        "counts": _counts(ticket),
        "message_at": None if ticket.last_message_at == _last_reply_at(ticket) else ticket.last_message_at,
        "last_closed": None if ticket.last_closed_at == ticket.closed_at else ticket.last_closed_at,
    }


def properties_of(item: Mapping[str, Any], times: Mapping[str, datetime]) -> dict[str, Any]:
    """Return the properties of the ticket that these attributes say something of; `times` are the row's times."""
    notes, staff_replies = _counts_of(item)
    return {
        "notes": notes,
        "staff_replies": staff_replies,
        "last_message_at": _latest(*map(times.get, ("created", "message_at", "staff_at", "client_at"))),
        "last_closed_at": _latest(*map(times.get, ("last_closed", "closed"))),
    }


def _counts(ticket: Ticket) -> tuple[int, ...] | None:
    if ticket.notes is None or ticket.staff_replies is None:
        return None
    return ticket.messages, ticket.notes, ticket.staff_replies


def _counts_of(item: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the counters of private messages and of replies of staff, if they fit the number of messages."""
    messages, notes, staff_replies = item.get("counts") or (None, None, None)
    return (notes, staff_replies) if messages == item.get("messages", 0) else (None, None)


def _last_reply_at(ticket: Ticket) -> datetime | None:
    return _latest(ticket.created_at, ticket.staff_replied_at, ticket.customer_replied_at)


def _latest(*times: datetime | None) -> datetime | None:
    return max((at for at in times if at), default=None)
