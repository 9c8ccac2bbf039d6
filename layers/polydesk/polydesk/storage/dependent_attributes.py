"""Attributes of a ticket's row that are read together with others, and left out when these say enough.

| property                  | attribute               | without the attribute | written                              |
|---------------------------|-------------------------|-----------------------|--------------------------------------|
| `last_closed_at`          | last_closed             | `closed_at`           | for open tickets                     |
| `last_message_at`         | message_at              | the last reply's time | when the newest message is private   |
| `notes`, `staff_replies`  | counts                  | None: not counted yet | with the number of messages they fit |
| `answered`, `answered_at` | answered_at, unanswered | None: no mark         | when marked; `unanswered` if so      |
| `updated_by_id`           | updated_by              | who opened a new one  | with the version that it belongs to  |

An earlier release keeps these attributes as they are while it writes others, so each is read with what it belongs to:
the later time counts, counters that do not fit the number of messages count as unknown, a mark that is older than the
last public message does not count, and a person who wrote another version is not known to have written this one.
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
        "answered_at": ticket.answered_at,
        "unanswered": ticket.answered is False,
        "last_closed": None if ticket.last_closed_at == ticket.closed_at else ticket.last_closed_at,
        "updated_by": _updated_by(ticket),
    }


def properties_of(item: Mapping[str, Any], times: Mapping[str, datetime]) -> dict[str, Any]:
    """Return the properties of the ticket that these attributes say something of; `times` are the row's times."""
    notes, staff_replies = _counts_of(item)
    answered, answered_at = _mark_of(item, times)
    return {
        "notes": notes,
        "staff_replies": staff_replies,
        "answered": answered,
        "answered_at": answered_at,
        "last_message_at": _latest(*map(times.get, ("created", "message_at", "staff_at", "client_at"))),
        "last_closed_at": _latest(*map(times.get, ("last_closed", "closed"))),
        "updated_by_id": _updated_by_id(item),
    }


def _updated_by(ticket: Ticket) -> tuple[int, int] | None:
    if ticket.updated_by_id is None or (ticket.version == 1 and ticket.updated_by_id == ticket.opened_by.person_id):
        return None
    return ticket.version, ticket.updated_by_id


def _updated_by_id(item: Mapping[str, Any]) -> int | None:
    """Return the person who wrote the newest version; None for the system, and when it is not known."""
    version, person_id = item.get("updated_by") or (1, _id_of(item["opened_by"]))
    return person_id if version == item["version"] else None


def _id_of(author: str) -> int | None:
    _, _, person_id = author.partition(":")
    return int(person_id) if person_id else None


def _counts(ticket: Ticket) -> tuple[int, ...] | None:
    if ticket.notes is None or ticket.staff_replies is None:
        return None
    return ticket.messages, ticket.notes, ticket.staff_replies


def _counts_of(item: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the counters of private messages and of replies of staff, if they fit the number of messages."""
    messages, notes, staff_replies = item.get("counts") or (None, None, None)
    return (notes, staff_replies) if messages == item.get("messages", 0) else (None, None)


def _mark_of(item: Mapping[str, Any], times: Mapping[str, datetime]) -> tuple[bool | None, datetime | None]:
    """Return the mark whether the ticket is answered, and its time, if no public message is newer."""
    marked_at, replied_at = times.get("answered_at"), _latest(times.get("staff_at"), times.get("client_at"))
    if marked_at is None or (replied_at and replied_at > marked_at):
        return None, None
    return not item.get("unanswered", False), marked_at


def _last_reply_at(ticket: Ticket) -> datetime | None:
    return _latest(ticket.created_at, ticket.staff_replied_at, ticket.customer_replied_at)


def _latest(*times: datetime | None) -> datetime | None:
    return max((at for at in times if at), default=None)
