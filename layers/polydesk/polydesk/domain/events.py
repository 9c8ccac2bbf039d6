"""What the desk tells the world about a ticket: one event for each update of its history.

An event says what was done and by whom, never what was written: whoever may know the words asks an API for them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polydesk.domain.ticket import Change, HistoryEntry

LONGEST_VALUE = 1000
"""Bytes of JSON. With as many changes as one update can hold, ten events stay far below the bus's 256 KB a call."""

WORDS = frozenset({"subject", "client_alias", "client_emails"})
"""Properties whose values are what people wrote, or where they can be reached: only that they changed is told."""


@dataclass(frozen=True, slots=True)
class Event:
    """A thing that happened; `name` is such as `ticket.replied`, `detail` plain JSON values."""

    name: str
    at: datetime
    detail: dict[str, Any]

    @property
    def number(self) -> int:
        """The ticket it is about."""
        return int(self.detail["number"])


def event_of(update: HistoryEntry) -> Event:
    """The event that tells of an update. The same update makes the same event, however often it is told."""
    message = update.message
    changes = {change.field: _shown(change) for change in update.changes}
    detail = {
        "id": update.id,
        "number": update.number,
        "version": update.version,
        "at": update.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "by": {"side": update.by.side, "person_id": update.by.person_id},
        "message": {"public": message.public, "files": len(message.files)} if message else None,
        "state_changed": "state_id" in changes,
        "changes": changes,
    }
    return Event(f"ticket.{update.kind}", update.at, detail)


def _shown(change: Change) -> dict[str, Any]:
    """A change from its old to its new value, or an empty one where the values are not to be told."""
    shown = {"old": _without_comment(change.old), "new": _without_comment(change.new)}
    return {} if change.field in WORDS or len(json.dumps(shown)) > LONGEST_VALUE else shown


def _without_comment(value: Any) -> Any:
    """A vote without the words that came with it."""
    return {key: one for key, one in value.items() if key != "comment"} if isinstance(value, dict) else value
