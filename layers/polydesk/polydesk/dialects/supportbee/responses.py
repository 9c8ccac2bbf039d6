"""Assignments as the SupportBee API shows them."""

import hashlib
from datetime import datetime
from typing import Any

from polydesk.domain.catalog import Group
from polydesk.domain.person import Person
from polydesk.domain.ticket import HistoryEntry

GRAVATAR = "https://secure.gravatar.com/avatar"
USER_SIZES = (20, 24, 32, 48, 64, 128)
GROUP_SIZES = (20, 24, 32, 48, 256)


def time(at: datetime) -> str:
    """ISO 8601, UTC, whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def assignment(update: HistoryEntry, holder: Person | Group) -> dict[str, Any]:
    """The assignment that an update of a ticket made."""
    return {
        "assignment": {
            "id": update.id,
            "created_at": time(update.at),
            "ticket": {"id": update.number},
            "assignee": {"user": user(holder)} if isinstance(holder, Person) else {"group": group(holder)},
        }
    }


def user(person: Person) -> dict[str, Any]:
    """A person, with the picture that Gravatar keeps for the e-mail address."""
    face = hashlib.md5(person.email.strip().lower().encode(), usedforsecurity=False).hexdigest()
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "agent": person.agent,
        "picture": {f"thumb{size}": f"{GRAVATAR}/{face}.png?r=PG&s={size}" for size in USER_SIZES},
    }


def group(group: Group) -> dict[str, Any]:
    """A group, with the one picture that all groups have."""
    return {
        "id": group.id,
        "name": group.name,
        "picture": {f"thumb{size}": f"/images/groups/speech-balloon-orange-g{size}.png" for size in GROUP_SIZES},
    }
