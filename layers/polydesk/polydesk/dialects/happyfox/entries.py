"""The entries of a ticket's history as the HappyFox API shows them."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from polydesk.dialects.happyfox.related import Scene
from polydesk.domain.person import Author
from polydesk.domain.ticket import Change, HistoryEntry, Message


def time(at: datetime | None) -> str | None:
    """UTC, whole seconds, with a space."""
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else None


def entry(update: HistoryEntry, scene: Scene) -> dict[str, Any]:
    """One entry of a ticket's history."""
    changes = {change.field: change for change in update.changes}
    return {
        "update_id": update.id,
        "timestamp": time(update.at),
        "by": _author(update.by, scene),
        "time_spent": update.time_spent,
        "message": _message(update.message, scene) if update.message else None,
        "status_change": _change(changes.get("state_id"), scene.state_name),
        "priority_change": _change(changes.get("priority_id"), scene.priority_name),
        "assignee_change": _change(changes.get("assignee"), scene.assignee_name, _person_id),
        "category_change": None,
        "due_date_change": _change(changes.get("due_date")),
        "custom_field_change": None,
        "satisfaction_survey": None,
    }


def _author(author: Author, scene: Scene) -> dict[str, Any] | None:
    """Who did it; nobody for what the system did."""
    if author.side == "system" or author.person_id is None:
        return None
    person = scene.people.get(author.person_id)
    return {
        "type": "user" if author.is_customer else "staff",
        "id": author.person_id,
        "name": person.name if person else "",
        "email": person.email if person else "",
    }


def _message(message: Message, scene: Scene) -> dict[str, Any]:
    return {
        "text": message.text,
        "html": message.html if message.html is not None else as_html(message.text),
        "subject": message.subject,
        "cc_list": message.cc,
        "bcc_list": message.bcc,
        "customer_updated": message.customer_updated,
        "forward_list": None,
        "message_type": None if message.public else "p",
        "attachments": [{"id": one.id, "filename": one.name, "url": scene.link(one)} for one in message.files],
    }


def as_html(text: str) -> str:
    """Text as HTML that shows it line by line."""
    return escape(text).replace("\r\n", "\n").replace("\n", "<br>")


def _change(
    change: Change | None,
    name: Callable[[Any], str | None] | None = None,
    value: Callable[[Any], Any] = lambda one: one,
) -> dict[str, Any] | None:
    """A property before and after, with names where it has some."""
    if change is None:
        return None
    shown = {"old": value(change.old), "new": value(change.new)}
    return shown | {"old_name": name(change.old), "new_name": name(change.new)} if name else shown


def _person_id(assignee: dict[str, Any] | None) -> int | None:
    """The person who had or has the ticket; a group is none, though its name is told."""
    return assignee["id"] if assignee and assignee["kind"] == "person" else None
