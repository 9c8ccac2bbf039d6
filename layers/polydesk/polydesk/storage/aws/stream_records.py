"""Records of the table's stream."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.domain.person import Author, Person
from polydesk.domain.ticket import HistoryEntry, Message, Ticket
from polydesk.storage import keys
from polydesk.storage.codec import decode
from polydesk.storage.people import person_of
from polydesk.storage.search_index.deferred import SUBJECT
from polydesk.storage.ticket_items import author_of, entry_of, ticket_of


def sequence_number(record: Mapping[str, Any]) -> str:
    """Return the record's position in the stream. Lambda continues there when a function reports it as failed."""
    return str(record["dynamodb"]["SequenceNumber"])


def item_key(record: Mapping[str, Any]) -> Any:
    """Return the key of the record's item, as attribute values."""
    return record["dynamodb"].get("Keys")


def without_images(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record without the old and the new image of the item."""
    rest = {name: value for name, value in record["dynamodb"].items() if name not in ("NewImage", "OldImage")}
    return {**record, "dynamodb": rest}


def written_entry(record: Mapping[str, Any]) -> HistoryEntry:
    """Return the history entry that was written. Raises KeyError, ValueError or TypeError when there is none."""
    return entry_of(decode(record["dynamodb"]["NewImage"]))


def item_type(record: Mapping[str, Any]) -> str:
    """Return the type of the record's item. Raises KeyError for an item without one."""
    change = record["dynamodb"]
    return str((change.get("NewImage") or change["OldImage"])["type"]["S"])


@dataclass(frozen=True, slots=True)
class RowChange:
    """The ticket before and after a change of its row: None before it was opened, and after it was purged."""

    number: int
    before: Ticket | None
    after: Ticket | None


def row_change(record: Mapping[str, Any]) -> RowChange:
    """Return the ticket before and after a change of its row.

    Raises KeyError, ValueError or TypeError for records of other items.
    """
    event, change = record["eventName"], record["dynamodb"]
    before = None if event == "INSERT" else ticket_of(decode(change["OldImage"]))
    after = None if event == "REMOVE" else ticket_of(decode(change["NewImage"]))
    return RowChange(keys.ticket_number(**decode(item_key(record))), before, after)


def star_place(record: Mapping[str, Any]) -> tuple[int, int]:
    """Return the ticket number and the person of a star that was set or removed. Raises as `row_change` does."""
    return keys.star_place(**decode(item_key(record)))


@dataclass(frozen=True, slots=True)
class TicketText:
    """A text of a ticket that was written, or removed with the ticket: its subject, or a message.

    `version` is that of the message's history entry, and SUBJECT for a subject.
    """

    number: int
    version: int
    author: Author
    text: str
    html: str | None
    public: bool
    removed: bool

    @property
    def is_subject(self) -> bool:
        """Whether it is the ticket's subject."""
        return self.version == SUBJECT


def ticket_text(record: Mapping[str, Any]) -> TicketText:
    """Return the text in the record of a ticket's row or of a history entry.

    Raises KeyError, ValueError or TypeError for records of other items.
    """
    removed = record["eventName"] == "REMOVE"
    item = decode(record["dynamodb"]["OldImage" if removed else "NewImage"])
    if item["type"] == "ticket":
        return TicketText(item["number"], SUBJECT, author_of(item["opened_by"]), item["subject"], None, True, removed)
    entry = entry_of(item)
    message = entry.message or Message("")
    return TicketText(entry.number, entry.version, entry.by, message.text, message.html, message.public, removed)


def is_of_person(record: Mapping[str, Any]) -> bool:
    """Return whether the record is of the item of a person. Raises KeyError when it has no key."""
    return keys.is_person(record["dynamodb"]["Keys"]["pk"]["S"])


def person_before_and_after(record: Mapping[str, Any]) -> tuple[Person | None, Person | None]:
    """Return the person before and after the change, None where there was none.

    Raises KeyError, ValueError or TypeError when neither can be read, or one is that of another item.
    """
    before, after = (_person(record["dynamodb"].get(image)) for image in ("OldImage", "NewImage"))
    if before is None and after is None:
        raise KeyError("NewImage")
    return before, after


def _person(image: Mapping[str, Any] | None) -> Person | None:
    return person_of(decode(image)) if image else None
