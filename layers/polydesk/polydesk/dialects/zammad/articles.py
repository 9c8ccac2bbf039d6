"""Articles, the messages of tickets, in the answers of the Zammad API."""

from collections.abc import Mapping
from typing import Annotated, Literal, NotRequired, TypedDict

from polydesk.desk.ticket_reading import PlacedMessage
from polydesk.dialects.zammad.attachments import Attachment, attachment
from polydesk.dialects.zammad.channels import SENDER_IDS, SENDERS, TYPE_IDS, SenderName
from polydesk.dialects.zammad.ids import part_id
from polydesk.dialects.zammad.logins import is_hidden, is_staff, shown_login
from polydesk.dialects.zammad.responses import Millisecond, Nothing, time
from polydesk.dialects.zammad.tickets import Login, TimeUnit, time_unit
from polydesk.domain import ticket as domain
from polydesk.domain.channel import Channel
from polydesk.domain.person import SYSTEM_PERSON_ID, Person, Principal
from polydesk.domain.speaker import speaker_of
from polydesk.domain.ticket import HistoryEntry, Message
from polydesk.http.schema import Id, Schema

WITH_ADDRESS = frozenset({Channel.EMAIL, Channel.PHONE, Channel.WEB})
"""Types of articles whose `from` has the address of a customer."""

Text = Annotated[str | None, Schema("As it was sent.")]

_Sender = TypedDict(
    "_Sender", {"from": Annotated[str, Schema("Whose words it is: a name, of customers with an address.")]}
)


class Article(_Sender):
    """A message of a ticket, which never changes."""

    id: Annotated[Id, Schema("The ticket and the place of the message among its messages.")]
    ticket_id: Id
    type_id: Annotated[int, Schema("How the message went; 10 is a note.", minimum=1, maximum=13)]
    sender_id: Annotated[int, Schema("1 of an agent, 2 of a customer, 3 of the system.", minimum=1, maximum=3)]
    to: Text
    cc: Text
    subject: Text
    reply_to: Text
    message_id: None
    message_id_md5: None
    in_reply_to: None
    content_type: Literal["text/plain", "text/html"]
    references: None
    body: Annotated[str, Schema("HTML, if the message has any; else its text.")]
    internal: Annotated[bool, Schema("Whether it is hidden from the customer.")]
    preferences: Nothing
    updated_by_id: Id
    created_by_id: Annotated[Id, Schema("Who wrote it down.")]
    origin_by_id: Annotated[Id | None, Schema("Whose words they are, when somebody else wrote them down.")]
    created_at: Millisecond
    updated_at: Annotated[Millisecond, Schema("The same as `created_at`.")]
    attachments: list[Attachment]
    created_by: Login
    updated_by: Login
    type: Channel
    sender: SenderName
    time_unit: Annotated[TimeUnit | None, Schema("Working time that was booked with it.")]
    origin_by: NotRequired[Annotated[Login, Schema("With `origin_by_id`.")]]


def article_id(one: PlacedMessage) -> int:
    """Return the id of the article that a message is."""
    return part_id(one.entry.number, one.place)


def article(one: PlacedMessage, of: domain.Ticket, people: Mapping[int, Person], viewer: Principal) -> Article:
    """Return a message of a ticket as the caller sees it, its 28 keys in the vendor's order."""
    entry, channel, sender_id = one.entry, one.entry.channel, SENDER_IDS[one.entry.by.side]
    message = entry.message or Message("")
    author_id = entry.by.person_id or SYSTEM_PERSON_ID
    login, at = shown_login(people.get(author_id), viewer), time(entry.at)
    shown: Article = {
        "id": article_id(one),
        "ticket_id": entry.number,
        "type_id": TYPE_IDS[channel],
        "sender_id": sender_id,
        "from": _from(entry, of, people, viewer),
        "to": message.to or None,
        "cc": message.cc or None,
        "subject": message.subject or None,
        "reply_to": message.reply_to or None,
        "message_id": None,
        "message_id_md5": None,
        "in_reply_to": None,
        "content_type": "text/html" if message.html else "text/plain",
        "references": None,
        "body": message.html or message.text,
        "internal": not message.public,
        "preferences": Nothing(),
        "updated_by_id": author_id,
        "created_by_id": author_id,
        "origin_by_id": message.origin_id,
        "created_at": at,
        "updated_at": at,
        "attachments": [attachment(file) for file in message.files],
        "created_by": login,
        "updated_by": login,
        "type": channel,
        "sender": SENDERS[sender_id],
        "time_unit": time_unit(entry.time_spent),
    }
    if message.origin_id is not None:
        shown["origin_by"] = shown_login(people.get(message.origin_id), viewer)
    return shown


def _from(entry: HistoryEntry, of: domain.Ticket, people: Mapping[int, Person], viewer: Principal) -> str:
    """Return whose words a message is: the name, and of a customer the address, which other customers do not see."""
    speaker = speaker_of(entry, of, people)
    person = people.get(speaker.person_id) if speaker.person_id is not None else None
    if person is None:
        return SENDERS[SENDER_IDS[speaker.side]]
    has_address = speaker.is_customer and not (is_staff(person) or is_hidden(person, viewer))
    email = person.email.lower() if has_address else ""
    if person.name and email and entry.channel in WITH_ADDRESS:
        return f"{person.name} <{email}>"
    return person.name or email or SENDERS[SENDER_IDS[speaker.side]]
