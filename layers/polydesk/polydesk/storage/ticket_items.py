"""Conversion of tickets, history entries and votes to items and back. Attributes with default values are left out.

So are attributes that follow from others, see `dependent_attributes`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from polydesk.domain.person import Author
from polydesk.domain.ticket import (
    Assignee,
    Change,
    HistoryEntry,
    Ticket,
    Vote,
    split_entry_id,
)
from polydesk.domain.time_spent import joined_minutes, split_minutes
from polydesk.domain.timers import next_due, spam_since, whole_second
from polydesk.storage import dependent_attributes, keys
from polydesk.storage.codec import Item, read_times
from polydesk.storage.message_items import PLACES_PER_ENTRY, channel_name, channel_of, message_attributes, message_of
from polydesk.storage.transaction import PutItem

TIMES = (
    "created",
    "updated",
    "closed",
    "pending",
    "respond_by",
    "close_at",
    "remind_at",
    "spam_at",
    "staff_at",
    "client_at",
    "message_at",
    "last_closed",
    "trashed_at",
    "answered_at",
    "first_reply",
)
"""The attributes of a ticket's row that hold times."""


def ticket_item(ticket: Ticket) -> Item:
    """Return the row of a ticket, with its keys in the secondary indexes."""
    item = {
        "type": "ticket",
        "version": ticket.version,
        "number": ticket.number,
        "subject": ticket.subject,
        "category": ticket.category_id,
        "priority": ticket.priority_id,
        "state": ticket.state_id,
        "client": ticket.customer_id,
        "opened_by": author_text(ticket.opened_by),
        "created": ticket.created_at,
        "updated": ticket.updated_at,
        "closed": ticket.closed_at,
        "alias": ticket.customer_alias,
        "emails": ticket.customer_emails,
        "assignee": f"{ticket.assignee.kind}:{ticket.assignee.id}" if ticket.assignee else None,
        "archived": ticket.archived,
        "spam": ticket.spam,
        "trashed": ticket.trashed,
        "staff_only": ticket.visible_only_staff,
        "tags": ticket.tags,
        "due_date": ticket.due_date.isoformat() if ticket.due_date else None,
        "pending": ticket.pending_until,
        "respond_by": ticket.first_response_due_at,
        "close_at": ticket.auto_close_at,
        "remind_at": ticket.next_reminder_at,
        "paused": ticket.escalation_paused,
        "spam_at": ticket.spam_at,
        "trashed_at": ticket.trashed_at,
        **_spent(ticket.time_spent),
        "spent_back": ticket.time_spent == 0,
        "vote": vote_item(ticket.vote) if ticket.vote else None,
        "messages": ticket.messages,
        "files": ticket.attachments,
        "breaches": ticket.sla_breaches,
        "staff_at": ticket.staff_replied_at,
        "client_at": ticket.customer_replied_at,
        "staff_said": ticket.staff_message_version,
        "read_upto": ticket.customer_read_upto,
        "split_from": ticket.split_from,
        "merged_into": ticket.merged_into,
        "merged_from": ticket.merged_from,
        "sets": ticket.in_sets,
        "channel": channel_name(ticket.channel),
        "bare": not ticket.opened_with_message,
        "first_reply": ticket.first_replied_at,
        **dependent_attributes.attributes_of(ticket),
        **_index_attributes(ticket),
    }
    return {name: value for name, value in item.items() if value not in (None, False, 0, ())}


def _index_attributes(ticket: Ticket) -> Item:
    listed = not ticket.in_sets and ticket.is_visible_to(ticket.customer_id)
    return {"own": keys.owner(ticket.customer_id) if listed else None, **due_attributes(ticket)}


def due_attributes(ticket: Ticket) -> dict[str, str | None]:
    """Return the ticket's keys in the index `due`: among timers, among spam, or None."""
    number = ticket.number
    if spam := spam_since(ticket):
        return {"due_shard": keys.spam_shard(number), "due_at": keys.due_at(whole_second(spam), number)}
    if due := next_due(ticket):
        return {"due_shard": keys.due_shard(number), "due_at": keys.due_at(whole_second(due), number)}
    return {"due_shard": None, "due_at": None}


def ticket_of(item: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a row."""
    times = read_times(item, *TIMES)
    due_date = item.get("due_date")
    vote = item.get("vote")
    return Ticket(
        number=item["number"],
        version=item["version"],
        subject=item["subject"],
        category_id=item["category"],
        priority_id=item["priority"],
        state_id=item["state"],
        customer_id=item["client"],
        opened_by=author_of(item["opened_by"]),
        created_at=times["created"],
        updated_at=times["updated"],
        closed_at=times.get("closed"),
        customer_alias=item.get("alias"),
        customer_emails=tuple(item.get("emails", ())),
        assignee=_assignee_of(item.get("assignee")),
        archived=item.get("archived", False),
        spam=item.get("spam", False),
        visible_only_staff=item.get("staff_only", False),
        tags=tuple(item.get("tags", ())),
        due_date=date.fromisoformat(due_date) if due_date else None,
        pending_until=times.get("pending"),
        first_response_due_at=times.get("respond_by"),
        auto_close_at=times.get("close_at"),
        next_reminder_at=times.get("remind_at"),
        escalation_paused=item.get("paused", False),
        spam_at=times.get("spam_at"),
        time_spent=_time_spent(item, known="spent_back" in item),
        vote=vote_of(vote) if vote else None,
        messages=item.get("messages", 0),
        attachments=item.get("files", 0),
        sla_breaches=item.get("breaches", 0),
        staff_replied_at=times.get("staff_at"),
        customer_replied_at=times.get("client_at"),
        staff_message_version=item.get("staff_said", 0),
        customer_read_upto=item.get("read_upto", 0),
        split_from=item.get("split_from"),
        merged_into=item.get("merged_into"),
        merged_from=tuple(item.get("merged_from", ())),
        in_sets=item.get("sets", False),
        **dependent_attributes.properties_of(item, times),
        trashed=item.get("trashed", False),
        trashed_at=times.get("trashed_at"),
        channel=channel_of(item),
        opened_with_message=not item.get("bare", False),
        first_replied_at=times.get("first_reply"),
    )


def entry_item(entry: HistoryEntry) -> Item:
    """Return the item of a history entry."""
    item: Item = {
        "type": "update",
        "version": entry.version,
        "number": entry.number,
        "kind": entry.kind,
        "at": entry.at,
        "by": author_text(entry.by),
        **_spent(entry.time_spent),
        "spent_type": entry.time_type,
        "changes": [[change.field, change.old, change.new] for change in entry.changes] or None,
    }
    if entry.message:
        item |= message_attributes(entry.message)
    return {name: value for name, value in item.items() if value is not None}


def entry_of(item: Mapping[str, Any]) -> HistoryEntry:
    """Return the history entry of an item."""
    return HistoryEntry(
        number=item["number"],
        version=item["version"],
        kind=item["kind"],
        at=read_times(item, "at")["at"],
        by=author_of(item["by"]),
        message=message_of(item),
        changes=tuple(Change(*one) for one in item.get("changes", ())),
        time_spent=_time_spent(item),
        time_type=item.get("spent_type"),
    )


def attachment_items(entry: HistoryEntry) -> list[PutItem]:
    """Return the operations that write the items that lead from the numbers of an entry's attachments to them."""
    files = entry.message.files if entry.message else ()
    return [
        PutItem(
            keys.attachment(one.number),
            {"type": "attachment", "version": 1, "file": one.id, "ticket": entry.number, "entry": entry.version},
        )
        for one in files
    ]


def place_of_number(number: int) -> tuple[int, int] | None:
    """Return the ticket and the version of the entry that may have an attachment with this number by its place."""
    ticket, version = split_entry_id(number // PLACES_PER_ENTRY)
    return (ticket, version) if ticket and version else None


def attachment_numbers(item: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the numbers of attachments that an item in the partition of a history has drawn from the counter."""
    return tuple(item.get("file_numbers", ())) if item["type"] == "update" else ()


def file_ids(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the files that an item in the partition of a history refers to."""
    return tuple(one[0] for one in item.get("files", ())) if item["type"] == "update" else ()


def vote_item(vote: Vote) -> Item:
    """Return the attributes of a vote, for an item of its own or for the ticket's row."""
    item = {"score": vote.score, "comment": vote.comment, "at": vote.created_at}
    return {name: value for name, value in item.items() if value is not None}


def vote_of(item: Mapping[str, Any]) -> Vote:
    """Return the vote of these attributes."""
    return Vote(item["score"], item.get("comment"), read_times(item, "at")["at"])


def author_text(author: Author) -> str:
    """Return an author as text, such as `client:5` or `system`."""
    return author.side if author.person_id is None else f"{author.side}:{author.person_id}"


def author_of(text: str) -> Author:
    """Return the author that `author_text` has converted."""
    side, _, person_id = text.partition(":")
    return Author(cast(Literal["client", "staff", "system"], side), int(person_id) if person_id else None)


def _spent(minutes: Decimal | None) -> Item:
    """Return the attributes of a time. Earlier releases read and add whole minutes, so the rest stands beside them."""
    whole, hundredths = split_minutes(minutes) if minutes else (None, None)
    return {"spent": whole, "spent_rest": hundredths or None}


def _time_spent(item: Mapping[str, Any], *, known: bool = False) -> Decimal | None:
    """Return the time of an item; None when there is none, unless it is known to be zero."""
    minutes = joined_minutes(item.get("spent", 0), item.get("spent_rest", 0))
    return minutes if known or minutes else None


def _assignee_of(text: str | None) -> Assignee | None:
    if text is None:
        return None
    kind, _, assignee_id = text.partition(":")
    return Assignee(cast(Literal["person", "group"], kind), int(assignee_id))
