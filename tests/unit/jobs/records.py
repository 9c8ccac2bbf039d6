"""Stream records of history entries and of rows, and a quarantine that records what it gets."""

from typing import Any

from polydesk.domain.ticket import Ticket
from polydesk.jobs.quarantine import Quarantine
from polydesk.storage import keys
from polydesk.storage.codec import encode
from polydesk.storage.ticket_items import ticket_item


def record(number: int, version: int, sequence_number: int, **attributes: Any) -> dict[str, Any]:
    """Return the stream record of a history entry that was written."""
    item = {
        "pk": f"T#{number}",
        "sk": f"U#{version:05d}",
        "type": "update",
        "number": number,
        "version": version,
        "kind": "replied",
        "at": 0,
        "by": "client:5",
        "text": "It burns",
        **attributes,
    }
    image = encode(item)
    key = {"pk": image["pk"], "sk": image["sk"]}
    return {
        "eventName": "INSERT",
        "dynamodb": {"Keys": key, "NewImage": image, "SequenceNumber": str(sequence_number)},
    }


def malformed(sequence_number: int) -> dict[str, Any]:
    """Return a stream record that cannot be read."""
    return record(77, 1, sequence_number, at=None)


def row_record(before: Ticket | None, after: Ticket | None) -> dict[str, Any]:
    """Return the stream record of a change of a ticket's row."""
    ticket = before or after
    assert ticket is not None
    key = keys.ticket(ticket.number)._asdict()
    images = {
        name: encode({**ticket_item(one), **key})
        for name, one in (("OldImage", before), ("NewImage", after))
        if one is not None
    }
    event = "INSERT" if before is None else "MODIFY" if after else "REMOVE"
    return {"eventName": event, "dynamodb": {"Keys": encode(key), **images, "SequenceNumber": "1"}}


def star_record(number: int, person_id: int, event: str) -> dict[str, Any]:
    """Return the record of a star that was set or removed."""
    key = keys.star(number, person_id)._asdict()
    image = "OldImage" if event == "REMOVE" else "NewImage"
    change = {"Keys": encode(key), image: encode({**key, "type": "star", "version": 2}), "SequenceNumber": "1"}
    return {"eventName": event, "dynamodb": change}


class RecordingQuarantine(Quarantine):
    """A quarantine that keeps the sequence numbers of parked records, or refuses to park."""

    def __init__(self, accepts: bool = True) -> None:
        """Park every record if `accepts`, else none."""
        self.accepts = accepts
        self.parked: list[str] = []

    def park(self, record: Any, error: Exception) -> bool:
        """Keep the record's sequence number; return whether it is accepted."""
        if self.accepts:
            self.parked.append(record["dynamodb"]["SequenceNumber"])
        return self.accepts
