"""Tickets and pages of them as the HappyFox API shows them."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any

from polydesk.dialects.happyfox.entries import entry, time
from polydesk.dialects.happyfox.related import Scene
from polydesk.domain.catalog import Category, Priority
from polydesk.domain.person import Person
from polydesk.domain.state import State, States, StateType
from polydesk.domain.ticket import HistoryEntry, Ticket

PREFIX = "#HFS"
COLORS = {
    StateType.NEW: "0066CC",
    StateType.OPEN: "339933",
    StateType.PENDING_REMINDER: "FF9900",
    StateType.PENDING_ACTION: "FFCC00",
    StateType.CLOSED: "666666",
    StateType.MERGED: "999999",
    StateType.REMOVED: "CC0000",
}
"""The colours of statuses, by what they do."""


def day(on: date | None) -> str | None:
    """A date as `2019-08-16`."""
    return on.isoformat() if on else None


def display_id(number: int) -> str:
    """A ticket's number as people quote it."""
    return f"{PREFIX}{number:08d}"


def ticket(ticket: Ticket, first_message: str, scene: Scene) -> dict[str, Any]:
    """A ticket without its history."""
    return {
        "id": ticket.number,
        "display_id": display_id(ticket.number),
        "subject": ticket.subject,
        "first_message": first_message,
        "source": "API",
        "status": status(scene.states.get(ticket.state_id), scene.states),
        "priority": priority(scene.priorities[ticket.priority_id]),
        "category": category(scene.categories[ticket.category_id]),
        "assigned_to": _holder(ticket, scene),
        "user": _user(scene.people.get(ticket.customer_id), ticket.customer_id),
        "subscribers": [],
        "custom_fields": [],
        "created_at": time(ticket.created_at),
        "last_updated_at": time(ticket.updated_at),
        "last_modified": time(ticket.updated_at),
        "last_user_reply_at": time(ticket.customer_replied_at),
        "last_staff_reply_at": time(ticket.staff_replied_at),
        "due_date": day(ticket.due_date),
        "tags": ", ".join(ticket.tags),
        "time_spent": ticket.time_spent,
        "messages_count": ticket.messages,
        "attachments_count": ticket.attachments,
        "sla_breaches": ticket.sla_breaches,
        "unresponded": ticket.is_unresponded,
        "visible_only_staff": ticket.visible_only_staff,
        "merged_tickets": list(ticket.merged_from),
        "merged_to": ticket.merged_into,
    }


def ticket_with_updates(ticket_: Ticket, updates: Sequence[HistoryEntry], scene: Scene) -> dict[str, Any]:
    """A ticket with its history, oldest first; `updates_left_out` when some of it is missing."""
    shown = ticket(ticket_, first_words(updates[0]), scene) | {"updates": [entry(one, scene) for one in updates]}
    left_out = ticket_.version - len(updates)
    return shown | {"updates_left_out": left_out} if left_out else shown


def first_words(opening: HistoryEntry | None) -> str:
    """The text of a ticket's first message."""
    return opening.message.text if opening and opening.message else ""


def page(total: int, data: list[dict[str, Any]], number: int, size: int) -> dict[str, Any]:
    """One page of a list of `total` items; positions count from 1, and an empty page is at 0."""
    start = (number - 1) * size + 1 if data else 0
    return {
        "page_info": {
            "count": len(data),
            "start_index": start,
            "end_index": start + len(data) - 1 if data else 0,
            "last_index": total,
            "page_count": ceil(total / size),
        },
        "data": data,
    }


def status(state: State, states: States) -> dict[str, Any]:
    """A ticket state as a status."""
    return {
        "id": state.id,
        "name": state.name,
        "behavior": "completed" if state.kind.is_closed else "pending",
        "color": COLORS[state.kind],
        "order": state.id,
        "default": state.id == states.default_create_id,
    }


def priority(priority: Priority) -> dict[str, Any]:
    """A priority."""
    return {"id": priority.id, "name": priority.name, "order": priority.order, "default": priority.default}


def category(category: Category) -> dict[str, Any]:
    """A category; every one of them is open to all."""
    return {
        "id": category.id,
        "name": category.name_en,
        "description": category.description,
        "public": True,
        "prepopulate_cc": "",
        "time_spent_mandatory": False,
    }


def _holder(ticket: Ticket, scene: Scene) -> dict[str, Any] | None:
    """The agent who has the ticket; a group is none."""
    if ticket.assignee is None or ticket.assignee.kind != "person":
        return None
    person = scene.people.get(ticket.assignee.id)
    return {
        "id": ticket.assignee.id,
        "name": person.name if person else "",
        "email": person.email if person else "",
        "active": person.active if person else False,
    }


def _user(person: Person | None, person_id: int) -> dict[str, Any]:
    phones = person.phones if person else ()
    return {
        "id": person_id,
        "name": person.name if person else "",
        "email": person.email if person else "",
        "phones": [{"id": place, "number": one, "type": "o"} for place, one in enumerate(phones, 1)],
        "created_at": time(person.created_at) if person else None,
        "updated_at": time(person.updated_at) if person else None,
    }
