"""Texts and files of messages in the answers of the SupportBee API."""

from datetime import datetime
from typing import Annotated, TypedDict

from polydesk.dialects.supportbee.responses import second
from polydesk.domain import ticket
from polydesk.domain.ticket import HistoryEntry, Message
from polydesk.formats import json as json_format
from polydesk.formats import plain_text
from polydesk.http import payload
from polydesk.http.schema import Address, Schema, Second

CONTENTS_OF_A_PAGE = 4_000_000
"""Bytes of all contents of a page together, as a function answers them. The rest of its six million is for the other
keys of the tickets; recipients may need more."""


class AttachmentUrl(TypedDict):
    """Addresses of a file. They need a token, and lead to a link that is valid for five minutes."""

    original: Address
    thumb: Annotated[str, Schema("The same file.", format="uri")]


class Attachment(TypedDict):
    """A file of a message."""

    id: Annotated[int, Schema("The same at every reading.", minimum=1)]
    created_at: Second
    filename: str
    content_type: str
    url: AttachmentUrl


class Content(TypedDict):
    """What a message says, as text and as HTML; each is made from the other when only one was written."""

    text: str
    html: str
    truncated: Annotated[bool, Schema("Whether a list has cut the text; the HTML is made from the cut text then.")]
    attachments: list[Attachment]


def content(entry: HistoryEntry | None, base_url: str, most: int | None = None) -> Content:
    """Return the message of an entry, cut to so many bytes; without an entry or a message an empty content."""
    if entry is None or entry.message is None:
        return Content(text="", html="", truncated=False, attachments=[])
    message = entry.message
    text = text_of(message)
    html = message.html if message.html is not None else plain_text.to_html(text)
    files = [attachment(one, entry.at, base_url) for one in message.files]
    whole = Content(text=text, html=html, truncated=False, attachments=files)
    return whole if most is None else cut(whole, most)


def text_of(message: Message) -> str:
    """Return the text of a message, also of one that has only HTML."""
    if message.text or not message.html:
        return message.text
    from polydesk.formats.html import to_text  # nearly every message has a text

    return to_text(message.html)


def attachment(file: ticket.Attachment, at: datetime, base_url: str) -> Attachment:
    """Return a file of a message that was written at this time, or of none yet that was uploaded then."""
    address = f"{base_url}/attachments/{file.number}"
    return Attachment(
        id=file.number,
        created_at=second(at),
        filename=file.name,
        content_type=file.content_type,
        url=AttachmentUrl(original=address, thumb=f"{address}?version=thumb"),
    )


def cut(content: Content, most: int) -> Content:
    """Return the content with a shorter text when it is longer than so many bytes.

    Each step takes as much off as would suffice if all characters of the text had the same length, and one at least.
    """
    length = len(content["text"])
    while (size := _size(content)) > most and length:
        length = max(0, min(length - 1, length * most // size))
        text = content["text"][:length]
        html = plain_text.to_html(text)
        content = Content(text=text, html=html, truncated=True, attachments=content["attachments"])
    return content


def _size(content: Content) -> int:
    """Return the bytes that an answer grows by with the content."""
    return payload.written(json_format.render(content))
