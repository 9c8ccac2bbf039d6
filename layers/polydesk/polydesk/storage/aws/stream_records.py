"""What the table's stream says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.domain.ticket import HistoryEntry, Message
from polydesk.storage.codec import decode
from polydesk.storage.ticket_items import update_of


def place(record: Mapping[str, Any]) -> str:
    """The place of a record in its stream; Lambda goes on from it when a function names it as failed."""
    return str(record["dynamodb"]["SequenceNumber"])


def keys_of(record: Mapping[str, Any]) -> Any:
    """The keys of the item that a record is about, as the table has them."""
    return record["dynamodb"].get("Keys")


def without_images(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without the item itself, before or after."""
    rest = {name: value for name, value in record["dynamodb"].items() if name not in ("NewImage", "OldImage")}
    return {**record, "dynamodb": rest}


def written_update(record: Mapping[str, Any]) -> HistoryEntry:
    """The update whose writing a record tells of. Raises KeyError, ValueError or TypeError when there is none in it."""
    return update_of(decode(record["dynamodb"]["NewImage"]))


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody wrote on a ticket: its subject, or a message, which may be HTML too.

    `gone` tells that it was removed, and the ticket with it.
    """

    number: int
    text: str
    html: str | None
    public: bool
    gone: bool


def wording(record: Mapping[str, Any]) -> Wording:
    """What a record says of the writing or the removal of a ticket's row or of an update.

    Raises KeyError, ValueError or TypeError when it is about something else.
    """
    gone = record["eventName"] == "REMOVE"
    item = decode(record["dynamodb"]["OldImage" if gone else "NewImage"])
    if item["type"] == "ticket":
        return Wording(item["number"], item["subject"], None, True, gone)
    update = update_of(item)
    message = update.message or Message("")
    return Wording(update.number, message.text, message.html, message.public, gone)
