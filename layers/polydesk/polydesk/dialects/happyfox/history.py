"""History entries as the HappyFox API shows them: updates of a ticket."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from polydesk.dialects.happyfox.related import Related
from polydesk.domain import person, ticket
from polydesk.domain.speaker import speaker_of
from polydesk.domain.ticket import Change, HistoryEntry
from polydesk.domain.time_spent import whole_minutes
from polydesk.formats import plain_text
from polydesk.http.schema import Address, Id, Minutes, Schema

Time = Annotated[
    str, Schema("UTC.", pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$", examples=["2026-01-05 09:30:00"])
]
Moment = Annotated[
    str,
    Schema(
        "ISO 8601, UTC, as a request sends it.",
        pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$",
        format="date-time",
        examples=["2026-01-06T10:00:00.000Z"],
    ),
]
Day = Annotated[str, Schema(format="date", examples=["2026-01-16"])]


class Author(TypedDict):
    """The author of an update."""

    type: Literal["user", "staff"]
    id: Id
    name: str
    email: str


class Attachment(TypedDict):
    """A file of a message. The link is valid for five minutes."""

    id: Annotated[int, Schema("The same at every reading.", minimum=1)]
    filename: str
    url: Address


class Message(TypedDict):
    """A message. `message_type` is `p` for a private note.

    `subject`, `cc_list`, `bcc_list` and `customer_updated` are what its author sent; the desk sends no mail.
    """

    text: str
    html: str
    subject: str
    cc_list: str
    bcc_list: str
    customer_updated: bool
    forward_list: None
    message_type: Literal["p"] | None
    attachments: list[Attachment]


class NamedChange(TypedDict):
    """A property before and after, by id and by name."""

    old: Id | None
    new: Id | None
    old_name: str | None
    new_name: str | None


class DateChange(TypedDict):
    """A date before and after."""

    old: Day | None
    new: Day | None


class Update(TypedDict):
    """An entry of a ticket's history. `by` is null for what the desk did by itself."""

    update_id: Id
    timestamp: Time
    by: Author | None
    time_spent: Minutes | None
    message: Message | None
    status_change: NamedChange | None
    priority_change: NamedChange | None
    assignee_change: NamedChange | None
    category_change: NamedChange | None
    due_date_change: DateChange | None
    custom_field_change: None
    satisfaction_survey: None


def time(at: datetime) -> str:
    """Return a time in UTC, whole seconds, with a space."""
    return at.strftime("%Y-%m-%d %H:%M:%S")


def moment(at: datetime) -> str:
    """Return a time in UTC as ISO 8601, to the millisecond."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def update(entry: HistoryEntry, of: ticket.Ticket, related: Related) -> Update:
    """Return an entry of the history of a ticket."""
    changes = {change.field: change for change in entry.changes}
    state, priority, assignee = (changes.get(name) for name in ("state_id", "priority_id", "assignee"))
    category = changes.get("category_id")
    due = changes.get("due_date")
    return Update(
        update_id=entry.id,
        timestamp=time(entry.at),
        by=_author(speaker_of(entry, of, related.people), related),
        time_spent=None if entry.time_spent is None else whole_minutes(entry.time_spent),
        message=_message(entry.message, related) if entry.message else None,
        status_change=_named(state, related.state_name(state.old), related.state_name(state.new)) if state else None,
        priority_change=_named(priority, related.priority_name(priority.old), related.priority_name(priority.new))
        if priority
        else None,
        assignee_change=_assignee_change(assignee, related) if assignee else None,
        category_change=_named(category, related.category_name(category.old), related.category_name(category.new))
        if category
        else None,
        due_date_change=DateChange(old=due.old, new=due.new) if due else None,
        custom_field_change=None,
        satisfaction_survey=None,
    )


def _author(author: person.Author, related: Related) -> Author | None:
    """Return the author; None for the system."""
    if author.side == "system" or author.person_id is None:
        return None
    who = related.people.get(author.person_id)
    return Author(
        type="user" if author.is_customer else "staff",
        id=author.person_id,
        name=who.shown_name if who else "",
        email=who.email if who else "",
    )


def _message(message: ticket.Message, related: Related) -> Message:
    return Message(
        text=message.text,
        html=message.html if message.html is not None else plain_text.to_html(message.text),
        subject=message.subject,
        cc_list=message.cc,
        bcc_list=message.bcc,
        customer_updated=message.customer_updated,
        forward_list=None,
        message_type=None if message.public else "p",
        attachments=[Attachment(id=one.number, filename=one.name, url=related.link(one)) for one in message.files],
    )


def _named(change: Change, old_name: str | None, new_name: str | None) -> NamedChange:
    return NamedChange(old=change.old, new=change.new, old_name=old_name, new_name=new_name)


def _assignee_change(change: Change, related: Related) -> NamedChange:
    return NamedChange(
        old=_person_id(change.old),
        new=_person_id(change.new),
        old_name=related.assignee_name(change.old),
        new_name=related.assignee_name(change.new),
    )


def _person_id(assignee: Mapping[str, Any] | None) -> int | None:
    """Return the id of a person as the assignee; a group has none, only a name."""
    return assignee["id"] if assignee and assignee["kind"] == "person" else None
