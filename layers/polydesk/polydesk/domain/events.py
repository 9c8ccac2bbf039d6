"""The events that the desk publishes about tickets: one for each history entry.

An event says what was done and by whom. It contains no text that people wrote; a subscriber gets that from an API.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polydesk.domain.ticket import Change, HistoryEntry

MAX_CHANGE_BYTES = 1000
"""Size of a change as JSON. With all the changes that an entry can have, ten events stay far below 256 KB."""

PERSONAL_FIELDS = frozenset({"subject", "client_alias", "client_emails"})
"""Properties whose values are not published, only that they changed."""


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """An event about a ticket. `name` is such as `ticket.replied`; `detail` has plain JSON values."""

    name: str
    at: datetime
    detail: dict[str, Any]

    @property
    def number(self) -> int:
        """Return the number of the ticket."""
        return int(self.detail["number"])


def event_of(entry: HistoryEntry) -> TicketEvent:
    """Return the event of a history entry; it is always the same for the same entry."""
    message = entry.message
    changes = {change.field: _published(change) for change in entry.changes}
    detail = {
        "id": entry.id,
        "number": entry.number,
        "version": entry.version,
        "at": entry.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "by": {"side": entry.by.side, "person_id": entry.by.person_id},
        "message": {"public": message.public, "files": len(message.files)} if message else None,
        "state_changed": "state_id" in changes,
        "changes": changes,
    }
    return TicketEvent(f"ticket.{entry.kind}", entry.at, detail)


def _published(change: Change) -> dict[str, Any]:
    """Return the old and the new value, or an empty change when they are personal or too large."""
    values = {"old": _without_comment(change.old), "new": _without_comment(change.new)}
    return {} if change.field in PERSONAL_FIELDS or len(json.dumps(values)) > MAX_CHANGE_BYTES else values


def _without_comment(value: Any) -> Any:
    """Remove the text of a vote."""
    return {key: one for key, one in value.items() if key != "comment"} if isinstance(value, dict) else value
