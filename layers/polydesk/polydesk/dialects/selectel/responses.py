"""Tickets, comments and votes as the Tickets API shows them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from math import ceil
from typing import Any

from polydesk.desk.files import Upload
from polydesk.domain.catalog import Category
from polydesk.domain.state import States
from polydesk.domain.ticket import Attachment, HistoryEntry, Ticket, Vote

RUSSIAN = {
    "new": "Новый",
    "open": "Открыт",
    "pending reminder": "Ожидает напоминания",
    "closed": "Закрыт",
    "merged": "Объединён",
    "removed": "Удалён",
    "pending close": "Ожидает закрытия",
}
"""The first seven states in Russian; a state that an administrator names otherwise has that one name."""


def time(at: datetime | None) -> str | None:
    """RFC 3339, UTC, whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def status(name: str) -> dict[str, str]:
    """A state's name in both languages."""
    shown = name[:1].upper() + name[1:]
    return {"en": shown, "ru": RUSSIAN.get(name.casefold(), shown)}


def listed_ticket(ticket: Ticket, states: States) -> dict[str, Any]:
    """A ticket as lists show it. Whether it is closed its state says, which may have changed under it."""
    is_closed = states.is_closed(ticket.state_id)
    return {
        "client_aliased_name": ticket.customer_alias,
        "client_emails": list(ticket.customer_emails),
        "closed_at": time(ticket.closed_at) if is_closed else None,
        "created_at": time(ticket.created_at),
        "is_client_author": ticket.opened_by.is_customer,
        "is_client_read": ticket.is_customer_read,
        "is_closed": is_closed,
        "is_resolved": states.is_resolved(ticket.state_id),
        "number": ticket.number,
        "status": status(states.get(ticket.state_id).name),
        "summary": ticket.subject,
        "type": None,
        "updated_at": time(ticket.updated_at),
        "vote": vote(ticket.vote),
    }


def ticket(ticket: Ticket, states: States) -> dict[str, Any]:
    """A ticket by itself."""
    return {**listed_ticket(ticket, states), "splitted_from_ticket_number": ticket.split_from}


def page(total: int, tickets: Iterable[Ticket], number: int, size: int, states: States) -> dict[str, Any]:
    """One page of a list; `total` counts the items of all pages."""
    return {
        "item_count": total,
        "items": [listed_ticket(one, states) for one in tickets],
        "items_per_page": size,
        "page": number,
        "page_count": ceil(total / size),
    }


def comment(
    update: HistoryEntry, ticket: Ticket, link: Callable[[Attachment], str], on_it: Vote | None = None
) -> dict[str, Any]:
    """A public message of the ticket, links to its files, and the vote on it."""
    files = update.message.files if update.message else ()
    return {
        "files": [file(one, link(one)) for one in files],
        "body": update.message.text if update.message else "",
        "id": update.id,
        "is_client_author": update.by.is_customer,
        "is_client_read": update.by.is_customer or ticket.customer_read_upto >= update.version,
        "sent_at": time(update.at),
        "splitted_at": None,
        "splitted_to_ticket_number": None,
        "vote": vote(on_it),
    }


def file(attachment: Attachment, url: str) -> dict[str, Any]:
    """A file of a message, and where it can be fetched for the next minutes."""
    return {
        "id": attachment.id,
        "name": attachment.name,
        "size": attachment.size,
        "content_type": attachment.content_type,
        "url": url,
    }


def upload(upload: Upload) -> dict[str, Any]:
    """A form to upload a file with."""
    return {"id": upload.id, "upload": {"url": upload.url, "fields": upload.fields}}


def vote(vote: Vote | None) -> dict[str, Any] | None:
    """An evaluation."""
    return {"comment": vote.comment, "created_at": time(vote.created_at), "score": vote.score} if vote else None


def topic(category: Category) -> dict[str, Any]:
    """A category as a topic."""
    return {"key": category.key, "name": {"en": category.name_en, "ru": category.name_ru}}
