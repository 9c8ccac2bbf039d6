"""Tickets and their history."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from polydesk.domain.channel import Channel, usual_channel
from polydesk.domain.errors import HistoryIsFull
from polydesk.domain.person import Author

VERSIONS_PER_TICKET = 100_000
"""The id of a history entry is `number * VERSIONS_PER_TICKET + version`."""

LAST_VERSION = VERSIONS_PER_TICKET - 1
"""The version that is kept for the entry that the ticket was deleted."""

MAX_VERSIONS = {"client": 99_000, "staff": 99_900, "system": LAST_VERSION - 1}
"""The last version that each side can write, so that staff can still close a ticket that a customer has filled."""

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
    "trashed",
    "untrashed",
    "answered",
    "unanswered",
    "deleted",
    "evaluated",
    "moved",
    "reminded",
    "escalated",
]
"""What an entry is about. Published events are named after it, such as `ticket.opened`."""


@dataclass(frozen=True, slots=True)
class Assignee:
    """The person or group that a ticket is assigned to."""

    kind: Literal["person", "group"]
    id: int


@dataclass(frozen=True, slots=True)
class Vote:
    """An evaluation: of a ticket from 1 to 10, of a public message 1 or -1."""

    score: int
    comment: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a message; `size` is in bytes.

    `copied` is the name of the copy of its upload. It is empty for a file without one, which came inside a request or
    was attached by version 0.1. `number` is the id for APIs whose attachments have integers. It is drawn from one
    counter when the file is attached.
    """

    id: str
    name: str
    content_type: str
    size: int
    copied: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A message on a ticket. Private ones are visible to staff only.

    `customer_updated` is whether its author wants the customer to get it by mail; `subject`, `to`, `cc`, `bcc` and
    `reply_to` belong to that mail. They are kept; the desk sends no mail. `channel` is None when none was given:
    `HistoryEntry.channel` says which it counts as. `origin_id` is the person whose words these are, when another person
    wrote them down.
    """

    text: str
    public: bool = True
    html: str | None = None
    files: tuple[Attachment, ...] = ()
    subject: str = ""
    cc: str = ""
    bcc: str = ""
    customer_updated: bool = False
    to: str = ""
    reply_to: str = ""
    channel: Channel | None = None
    origin_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The old and the new value of a property, as plain JSON values."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one action did to a ticket, who did it and when.

    `time_spent` is in minutes, with two places; `time_type` is the type of working time that was named with it.
    """

    number: int
    version: int
    kind: EntryKind
    at: datetime
    by: Author
    message: Message | None = None
    changes: tuple[Change, ...] = ()
    time_spent: Decimal | None = None
    time_type: int | None = None

    @property
    def id(self) -> int:
        """Return the id that every API uses: as comment id, assignment id or update id."""
        return entry_id(self.number, self.version)

    @property
    def channel(self) -> Channel:
        """Return the channel of the message: as given, else the usual one; of an entry without a message likewise."""
        message = self.message or Message("")
        return message.channel or usual_channel(
            public=message.public, by_customer=self.by.is_customer, customer_updated=message.customer_updated
        )


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket. A timer that is None is not armed.

    version: the version of the newest history entry
    pending_until: timer; when the pending state ends
    next_reminder_at: timer; when staff are reminded again, after `pending_until` has passed
    first_response_due_at: timer; when staff must have answered, or the ticket escalates
    escalation_paused: whether the state ignores escalation, so that `first_response_due_at` has no effect
    auto_close_at: timer; when a ticket that waits for its customer is closed
    spam_at: when the ticket was last marked as spam; None when it is not spam
    answered: what an agent has marked the ticket as, until the next public message: answered or not; None for no mark
    answered_at: when it was marked
    trashed_at: when the ticket was last put into the trash; None when it is not there
    time_spent: minutes, with two places; 0 when what was booked has been taken back, None when nothing was booked
    staff_message_version: the version of the newest public message of staff, 0 for none
    customer_read_upto: the version up to which the customer has fetched the messages
    in_sets: whether it is in the sets of which lists are made; only tickets of version 0.1 are not. Comparisons leave
        it out: it says where the ticket is kept
    notes, staff_replies: how many private messages, and how many public messages of staff, follow the opening; None
        while they are not counted, as for tickets from before they were
    last_message_at: when the newest message was written, public or private; without any, when it was opened
    last_closed_at: when the ticket was last closed; unlike `closed_at`, it stays when the ticket is reopened
    channel: the channel by which it was opened, when it is not the usual one of the side that opened it
    opened_with_message: whether the opening has a message; otherwise all messages follow it
    updated_by_id: the person who wrote the newest version; None for the system, or when an earlier release wrote it
    first_replied_at: the first public message of staff on a ticket that the customer side opened; None before that,
        for other tickets, and for those that were answered when this was not recorded
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
    time_spent: Decimal | None = None
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
    in_sets: bool = field(default=False, compare=False)
    notes: int | None = None
    staff_replies: int | None = None
    last_message_at: datetime | None = None
    last_closed_at: datetime | None = None
    trashed: bool = False
    trashed_at: datetime | None = None
    answered: bool | None = None
    answered_at: datetime | None = None
    channel: Channel | None = None
    opened_with_message: bool = True
    updated_by_id: int | None = None
    first_replied_at: datetime | None = None

    @property
    def opening_channel(self) -> Channel:
        """Return the channel by which the ticket was opened."""
        return self.channel or usual_channel(public=True, by_customer=self.opened_by.is_customer)

    @property
    def replies(self) -> int | None:
        """Return how many public messages follow the opening, or None while they are not counted."""
        return None if self.notes is None else self.messages - self.opened_with_message - self.notes

    @property
    def is_customer_read(self) -> bool:
        """Return whether the customer has fetched every public message of staff."""
        return self.customer_read_upto >= self.staff_message_version

    @property
    def is_unresponded(self) -> bool:
        """Return whether the customer waits for an answer: by the mark if there is one, else by the public messages."""
        return self._is_without_reply if self.answered is None else not self.answered

    @property
    def _is_without_reply(self) -> bool:
        """Return whether staff have not replied since the last public message of the customer."""
        if self.customer_replied_at is None:
            return self.staff_replied_at is None
        return self.staff_replied_at is None or self.staff_replied_at < self.customer_replied_at

    @property
    def is_newest_message_of_customer(self) -> bool:
        """Return whether the newest public message is the customer's; without the time of any, who opened it."""
        if self.customer_replied_at is None and self.staff_replied_at is None:
            return self.opened_by.is_customer
        return self._is_without_reply

    @property
    def is_hidden(self) -> bool:
        """Return whether the ticket is spam or in the trash: no list has it unless it asks for the flag."""
        return self.spam or self.trashed

    def is_visible_to(self, customer_id: int) -> bool:
        """Return whether this customer may see the ticket."""
        return self.customer_id == customer_id and not (self.visible_only_staff or self.is_hidden)


def entry_id(number: int, version: int) -> int:
    """Return the id of a history entry. Raises HistoryIsFull when the version has too many digits for the id."""
    if version >= VERSIONS_PER_TICKET:
        raise HistoryIsFull
    return number * VERSIONS_PER_TICKET + version


def split_entry_id(identifier: int) -> tuple[int, int]:
    """Return the ticket number and the version that make up the id of a history entry."""
    return divmod(identifier, VERSIONS_PER_TICKET)
