"""What callers can tell of a desk, apart from the numbers and ids that it drew on the way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from polydesk.domain.person import Author
from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.storage.files import ATTACHED
from tools.load.contents import Contents


def essence(found: Contents) -> dict[str, list[Any]]:
    """Two desks on which the same has been done have the same, whatever came in between."""
    emails = {item["id"]: item["email"] for item in found.of_type("person").values()}
    tickets = [
        (_ticket(ticket, emails), [_update(update, emails) for update in found.history(number)])
        for number, ticket in found.tickets.items()
    ]
    # An upload that nobody came to attach is no part of the desk; it goes by itself after a day.
    files = [item["name"] for item in found.of_type("file").values() if item["version"] == ATTACHED]
    stars = [(key.pk, key.sk) for key in found.of_type("star")]
    states = list(found.states.rows.values()) if found.states else []
    return {
        "tickets": sorted(tickets, key=repr),
        "people": sorted(emails.values()),
        "files": sorted(files),
        "stars": sorted(stars),
        "states": sorted(states, key=repr),
    }


def _ticket(ticket: Ticket, emails: Mapping[int, str]) -> Any:
    return emails.get(ticket.customer_id), replace(ticket, number=0, customer_id=0, opened_by=Author("system"))


def _update(update: HistoryEntry, emails: Mapping[int, str]) -> Any:
    message = update.message
    if message:
        message = replace(message, files=tuple(replace(file, id="") for file in message.files))
    return emails.get(update.by.person_id or 0), replace(update, number=0, by=Author(update.by.side), message=message)
