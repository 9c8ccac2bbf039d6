"""Check tickets against their histories: properties, counters, stars and votes."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from polydesk.domain.ticket import HistoryEntry, Ticket, split_entry_id
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from tools.load.contents import Contents, changes_of


def differences_from_histories(contents: Contents) -> Iterator[str]:
    """Check that a ticket's row, stars and votes are what its history adds up to."""
    for number, ticket in contents.tickets.items():
        history = contents.history(number)
        for name, value in _properties(ticket).items():
            yield from _broken_chain(number, name, value, history)
        yield from _wrong_counters(ticket, history)
    yield from _differences("stars", _recorded_stars(contents), _stars(contents))
    yield from _differences("votes", _recorded_votes(contents), _votes(contents))


def _properties(ticket: Ticket) -> dict[str, Any]:
    """Return the properties whose every change is recorded, as histories have them."""
    assignee, vote = ticket.assignee, ticket.vote
    return {
        "subject": ticket.subject,
        "state_id": ticket.state_id,
        "assignee": {"kind": assignee.kind, "id": assignee.id} if assignee else None,
        "archived": ticket.archived,
        "spam": ticket.spam,
        "trashed": ticket.trashed,
        "priority_id": ticket.priority_id,
        "category_id": ticket.category_id,
        "tags": list(ticket.tags),
        "due_date": ticket.due_date.isoformat() if ticket.due_date else None,
        "customer_alias": ticket.customer_alias,
        "customer_emails": list(ticket.customer_emails),
        "vote": {"score": vote.score, "comment": vote.comment} if vote else None,
        "sla_breaches": ticket.sla_breaches,
    }


def _broken_chain(number: int, name: str, value: Any, history: Sequence[HistoryEntry]) -> Iterator[str]:
    """Find where one change does not start from the value that the change before it left."""
    changes = changes_of(history, name)
    for before, after in pairwise(changes):
        if before.new != after.old:
            yield f"ticket {number}: {name} was changed to {before.new!r} and then from {after.old!r}"
    if changes and changes[-1].new != value:
        yield f"ticket {number}: {name} was changed to {changes[-1].new!r} and is {value!r}"


def _wrong_counters(ticket: Ticket, history: Sequence[HistoryEntry]) -> Iterator[str]:
    said = [entry for entry in history if entry.message]
    by_staff = [entry for entry in said if entry.message and entry.message.public and not entry.by.is_customer]
    by_customer = [entry for entry in said if entry.message and entry.message.public and entry.by.is_customer]
    expected: dict[str, Any] = {
        "messages": len(said),
        "attachments": sum(len(entry.message.files) for entry in said if entry.message),
        "time_spent": _time_spent(history),
        "staff_message_version": by_staff[-1].version if by_staff else 0,
        "staff_replied_at": by_staff[-1].at if by_staff else None,
        "customer_replied_at": by_customer[-1].at if by_customer else None,
        "is_unresponded": is_unresponded(history),
        "opened_with_message": bool(said) and said[0].version == 1,
        "opening_channel": said[0].channel if said and said[0].version == 1 else ticket.opening_channel,
        "first_replied_at": by_staff[0].at if by_staff and ticket.opened_by.is_customer else None,
        "updated_by_id": _updated_by(ticket, history),
    }
    for name, value in expected.items():
        if getattr(ticket, name) != value:
            yield f"ticket {ticket.number}: {name} is {getattr(ticket, name)!r}, by its history {value!r}"
    if ticket.customer_read_upto > ticket.version:
        yield f"ticket {ticket.number}: read up to version {ticket.customer_read_upto} of {ticket.version}"


def _updated_by(ticket: Ticket, history: Sequence[HistoryEntry]) -> int | None:
    """Return who wrote the row's version; reminders leave that as it was."""
    entry = next((one for one in reversed(history) if one.kind != "reminded"), None)
    is_whole = history[-1].version == ticket.version
    return entry.by.person_id if entry and is_whole else ticket.updated_by_id


def _time_spent(history: Sequence[HistoryEntry]) -> Decimal | None:
    """Return the sum of the times; None when there is none."""
    times = [entry.time_spent for entry in history if entry.time_spent]
    return sum(times, Decimal()) if times else None


def is_unresponded(history: Sequence[HistoryEntry]) -> bool:
    """Return whether the customer waits for an answer: by a mark since the last public message, else by messages."""
    customer_at = staff_at = mark = None
    for entry in history:
        if entry.message and entry.message.public:
            mark = None
            if entry.by.is_customer:
                customer_at = entry.at
            else:
                staff_at = entry.at
        for change in changes_of([entry], "answered"):
            mark = change.new
    if mark is not None:
        return not mark
    return staff_at is None or (customer_at is not None and staff_at < customer_at)


def _recorded_stars(contents: Contents) -> dict[Key, Any]:
    stars: dict[Key, int | None] = {}
    for number in contents.tickets:
        for entry in contents.history(number):
            if changes_of([entry], "star"):
                key = keys.star(number, entry.by.person_id or 0)
                stars[key] = entry.version if entry.kind == "starred" else None
    return {key: version for key, version in stars.items() if version}


def _stars(contents: Contents) -> dict[Key, Any]:
    return {key: item["version"] for key, item in contents.of_type("star").items()}


def _recorded_votes(contents: Contents) -> dict[Key, Any]:
    votes: dict[Key, Any] = {}
    for number in contents.tickets:
        for entry in contents.history(number):
            for change in changes_of([entry], "comment_vote"):
                _, version = split_entry_id(change.new["comment_id"])
                vote = (entry.version, change.new["score"], change.new["comment"])
                votes[keys.entry_vote(number, version)] = vote
    return votes


def _votes(contents: Contents) -> dict[Key, Any]:
    return {key: _vote(item) for key, item in contents.of_type("vote").items()}


def _vote(item: Item) -> tuple[int, int, str | None]:
    return item["version"], item["score"], item.get("comment")


def _differences(what: str, recorded: dict[Key, Any], stored: dict[Key, Any]) -> Iterator[str]:
    for key in sorted({*recorded, *stored}):
        if recorded.get(key) != stored.get(key):
            yield f"{what}, {key.pk}/{key.sk}: {stored.get(key)!r}, by the history {recorded.get(key)!r}"
