"""Whether tickets are what their histories tell: what changed from what to what, who said how much, stars and votes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from polydesk.domain.ticket import HistoryEntry, Ticket, split_entry_id
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from tools.load.contents import Contents, changes_of


def told_otherwise(found: Contents) -> Iterator[str]:
    """Where a ticket's row, stars or votes are not what its updates, one after the other, have made of it."""
    for number, ticket in found.tickets.items():
        history = found.history(number)
        for name, value in _properties(ticket).items():
            yield from _broken_chain(number, name, value, history)
        yield from _miscounted(ticket, history)
    yield from _differences("stars", _stars_told(found), _stars(found))
    yield from _differences("votes", _votes_told(found), _votes(found))


def _properties(ticket: Ticket) -> dict[str, Any]:
    """The properties whose every change is told, as histories show them."""
    assignee, vote = ticket.assignee, ticket.vote
    return {
        "state_id": ticket.state_id,
        "assignee": {"kind": assignee.kind, "id": assignee.id} if assignee else None,
        "archived": ticket.archived,
        "spam": ticket.spam,
        "priority_id": ticket.priority_id,
        "tags": list(ticket.tags),
        "due_date": ticket.due_date.isoformat() if ticket.due_date else None,
        "customer_alias": ticket.customer_alias,
        "customer_emails": list(ticket.customer_emails),
        "vote": {"score": vote.score, "comment": vote.comment} if vote else None,
        "sla_breaches": ticket.sla_breaches,
    }


def _broken_chain(number: int, name: str, value: Any, history: Sequence[HistoryEntry]) -> Iterator[str]:
    changes = changes_of(history, name)
    for before, after in pairwise(changes):
        if before.new != after.old:
            yield f"ticket {number}: {name} became {before.new!r}, and then was changed from {after.old!r}"
    if changes and changes[-1].new != value:
        yield f"ticket {number}: {name} became {changes[-1].new!r}, and is {value!r}"


def _miscounted(ticket: Ticket, history: Sequence[HistoryEntry]) -> Iterator[str]:
    said = [update for update in history if update.message]
    by_staff = [update for update in said if update.message and update.message.public and not update.by.is_customer]
    by_customer = [update for update in said if update.message and update.message.public and update.by.is_customer]
    told: dict[str, Any] = {
        "messages": len(said),
        "attachments": sum(len(update.message.files) for update in said if update.message),
        "time_spent": sum(update.time_spent or 0 for update in history),
        "staff_message_version": by_staff[-1].version if by_staff else 0,
        "staff_replied_at": by_staff[-1].at if by_staff else None,
        "customer_replied_at": by_customer[-1].at if by_customer else None,
    }
    for name, value in told.items():
        if getattr(ticket, name) != value:
            yield f"ticket {ticket.number}: {name} is {getattr(ticket, name)!r}, its history tells {value!r}"
    if ticket.customer_read_upto > ticket.version:
        yield f"ticket {ticket.number}: read up to {ticket.customer_read_upto}, which nobody has written"


def _stars_told(found: Contents) -> dict[Key, Any]:
    stars: dict[Key, int | None] = {}
    for number in found.tickets:
        for update in found.history(number):
            if changes_of([update], "star"):
                key = keys.star(number, update.by.person_id or 0)
                stars[key] = update.version if update.kind == "starred" else None
    return {key: version for key, version in stars.items() if version}


def _stars(found: Contents) -> dict[Key, Any]:
    return {key: item["version"] for key, item in found.of_type("star").items()}


def _votes_told(found: Contents) -> dict[Key, Any]:
    votes: dict[Key, Any] = {}
    for number in found.tickets:
        for update in found.history(number):
            for change in changes_of([update], "comment_vote"):
                _, version = split_entry_id(change.new["comment_id"])
                told = (update.version, change.new["score"], change.new["comment"])
                votes[keys.entry_vote(number, version)] = told
    return votes


def _votes(found: Contents) -> dict[Key, Any]:
    return {key: _vote(item) for key, item in found.of_type("vote").items()}


def _vote(item: Item) -> tuple[int, int, str | None]:
    return item["version"], item["score"], item.get("comment")


def _differences(what: str, told: dict[Key, Any], kept: dict[Key, Any]) -> Iterator[str]:
    for key in sorted({*told, *kept}):
        if told.get(key) != kept.get(key):
            yield f"{what}, {key.pk}/{key.sk}: {kept.get(key)!r}, the history tells {told.get(key)!r}"
