"""Reduce a table to what callers can observe, without the numbers and ids that were drawn on the way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from polydesk.domain.person import Author
from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.storage.files import ATTACHED
from tools.load.contents import Contents


def normalise(contents: Contents) -> dict[str, list[Any]]:
    """Return what is equal for two desks on which the same was done, whatever failed in between."""
    emails = {item["id"]: item["email"] for item in contents.of_type("person").values()}
    tickets = [
        (_ticket(ticket, emails), [_entry(entry, emails) for entry in contents.history(number)])
        for number, ticket in contents.tickets.items()
    ]
    # Uploads that were never attached cannot be observed; a daily schedule removes them.
    files = [item["name"] for item in contents.of_type("file").values() if item["version"] == ATTACHED]
    stars = [(key.pk, key.sk) for key in contents.of_type("star")]
    states = list(contents.states.rows.values()) if contents.states else []
    return {
        "tickets": sorted(tickets, key=repr),
        "people": sorted(emails.values()),
        "files": sorted(files),
        "stars": sorted(stars),
        "states": sorted(states, key=repr),
    }


def _ticket(ticket: Ticket, emails: Mapping[int, str]) -> Any:
    people = [emails.get(person_id or 0) for person_id in (ticket.customer_id, ticket.updated_by_id)]
    drawn = replace(ticket, number=0, customer_id=0, updated_by_id=None, opened_by=Author("system"), in_sets=True)
    return people, drawn


def _entry(entry: HistoryEntry, emails: Mapping[int, str]) -> Any:
    message = entry.message
    if message:
        files = tuple(replace(file, id="", copied="", number=0) for file in message.files)
        message = replace(message, files=files, origin_id=None)
    people = [emails.get(person_id or 0) for person_id in (entry.by.person_id, message and message.origin_id)]
    return people, replace(entry, number=0, by=Author(entry.by.side), message=message)
