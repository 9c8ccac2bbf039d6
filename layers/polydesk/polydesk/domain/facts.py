"""Facts: what lists select by beside state, flags, customer and number. They follow a ticket within seconds.

`facts_of` and `moments_of` are the truth: the index of facts is built from them, and a row is compared with them before
it is shown.
"""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """The kinds of facts, with the names under which they are stored."""

    PERSON = "person"
    """The id of the agent who has the ticket."""
    GROUP = "group"
    """The id of the group that has the ticket."""
    ASSIGNED = "assigned"
    """`person` or `group`: what has the ticket."""
    CATEGORY = "category"
    PRIORITY = "priority"
    TAG = "tag"
    """A tag, exactly as it is written."""
    FOLDED_TAG = "tag-folded"
    """A tag, case folded."""
    CREATOR = "creator"
    """The id of the person who opened the ticket."""
    UNRESPONDED = "unresponded"
    """1 for a ticket whose customer waits for an answer."""
    BREACHED = "breached"
    """1 for a ticket that was escalated."""
    WITH_FILES = "files"
    """1 for a ticket with attachments."""
    REPLIES = "replies"
    """The number of public messages after the opening."""
    STARRED_BY = "starred"
    """The id of a person who has starred the ticket. The ticket's row does not have it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a ticket."""

    kind: FactKind
    value: int | str = 1


class Moment(StrEnum):
    """The times of a ticket by which lists select, with the names under which they are stored."""

    CREATED = "created"
    UPDATED = "updated"
    LAST_MESSAGE = "message"
    """The newest message, public or private."""
    LAST_PUBLIC_MESSAGE = "public"
    STAFF_REPLIED = "staff"
    CUSTOMER_REPLIED = "customer"
    LAST_CLOSED = "closed"
    """The last time that the ticket was closed; it stays when the ticket is reopened."""
    DUE = "due"
    """00:00 UTC of the due date."""
    PENDING_UNTIL = "pending"
