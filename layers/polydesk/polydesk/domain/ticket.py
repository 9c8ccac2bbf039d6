"""A ticket as it stands, and the updates that made it so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from polydesk.domain.errors import HistoryIsFull
from polydesk.domain.person import Author

VERSIONS_PER_TICKET = 100_000
"""An update's id is `number * VERSIONS_PER_TICKET + version`."""

EntryKind = Literal[
    "opened",
    "replied",
    "noted",
    "closed",
    "reopened",
    "changed",
    "assigned",
    "archived",
    "unarchived",
    "starred",
    "unstarred",
    "spammed",
    "unspammed",
    "evaluated",
    "moved",
    "reminded",
    "escalated",
]
"""What an update is about; domain events carry it as their name."""


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who has the ticket: one person or one group."""

    kind: Literal["person", "group"]
    id: int


@dataclass(frozen=True, slots=True)
class Vote:
    """A client's evaluation: of a ticket from 1 to 10, of a comment 1 or -1."""

    score: int
    comment: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is part of a message; `size` is in bytes."""

    id: str
    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """Words that somebody wrote. Private ones are for staff only.

    `subject`, `cc` and `bcc` are of the mail that the message was sent as; `customer_updated` tells whether it was.
    """

    text: str
    public: bool = True
    html: str | None = None
    files: tuple[Attachment, ...] = ()
    subject: str = ""
    cc: str = ""
    bcc: str = ""
    customer_updated: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One property before and after, as plain JSON values."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of a ticket's history: what one action did, who did it and when."""

    number: int
    version: int
    kind: EntryKind
    at: datetime
    by: Author
    message: Message | None = None
    changes: tuple[Change, ...] = ()
    time_spent: int | None = None

    @property
    def id(self) -> int:
        """The update's id in every API: comment id, assignment id, update id."""
        return entry_id(self.number, self.version)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket. `time_spent` is in minutes; `version` is the version of its newest update.

    `client_read_upto` and `staff_said` are versions: how far the client has fetched the comments, and the newest
    public message of staff. `pending_until`, `respond_by` and `close_at` are the timers: when a pending state
    ends, when staff must have answered, when a ticket that waits for its client is closed. `remind_at` is when staff
    are reminded again of a pending time that is over; while `escalation_paused` the ticket is in a state that never
    escalates, and `respond_by` has no effect. `spam_at` is when it was last marked as spam.
    """

    number: int
    version: int
    subject: str
    category_id: int
    priority_id: int
    state_id: int
    customer_id: int
    opened_by: Author
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    customer_alias: str | None = None
    customer_emails: tuple[str, ...] = ()
    assignee: Assignee | None = None
    archived: bool = False
    spam: bool = False
    visible_only_staff: bool = False
    tags: tuple[str, ...] = ()
    due_date: date | None = None
    pending_until: datetime | None = None
    first_response_due_at: datetime | None = None
    auto_close_at: datetime | None = None
    next_reminder_at: datetime | None = None
    escalation_paused: bool = False
    spam_at: datetime | None = None
    time_spent: int = 0
    vote: Vote | None = None
    messages: int = 0
    attachments: int = 0
    sla_breaches: int = 0
    staff_replied_at: datetime | None = None
    customer_replied_at: datetime | None = None
    staff_message_version: int = 0
    customer_read_upto: int = 0
    split_from: int | None = None
    merged_into: int | None = None
    merged_from: tuple[int, ...] = ()

    @property
    def is_customer_read(self) -> bool:
        """Whether the client has fetched every public message of staff."""
        return self.customer_read_upto >= self.staff_message_version

    @property
    def is_unresponded(self) -> bool:
        """Whether the client's last public message came after staff's last."""
        if self.customer_replied_at is None:
            return self.staff_replied_at is None
        return self.staff_replied_at is None or self.staff_replied_at < self.customer_replied_at

    def is_visible_to(self, customer_id: int) -> bool:
        """Whether this client may know that the ticket exists."""
        return self.customer_id == customer_id and not self.visible_only_staff and not self.spam


@dataclass(frozen=True, slots=True)
class CommentVote:
    """A vote on the comment of this version."""

    version: int
    vote: Vote


@dataclass(frozen=True, slots=True)
class StarChange:
    """A person's star is set or taken away."""

    person_id: int
    starred: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What one action did: the ticket before (None for a new one) and after, and the update that tells of it."""

    before: Ticket | None
    after: Ticket
    update: HistoryEntry
    comment_vote: CommentVote | None = None
    star: StarChange | None = None


def entry_id(number: int, version: int) -> int:
    """The id of an update. Raises HistoryIsFull when the version has more digits than the id has room for."""
    if version >= VERSIONS_PER_TICKET:
        raise HistoryIsFull
    return number * VERSIONS_PER_TICKET + version


def split_entry_id(identifier: int) -> tuple[int, int]:
    """The ticket number and the version that an update's id stands for."""
    return divmod(identifier, VERSIONS_PER_TICKET)
