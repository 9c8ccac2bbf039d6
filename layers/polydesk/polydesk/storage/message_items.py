"""Conversion of messages to attributes of the items of their history entries, and back."""

from collections.abc import Mapping
from itertools import repeat
from typing import Any

from polydesk.domain.channel import Channel
from polydesk.domain.ticket import Attachment, Message, entry_id
from polydesk.storage.codec import Item

PLACES_PER_ENTRY = 100
"""The number of an attachment that has none of its own is `entry id * PLACES_PER_ENTRY + place`, from 1."""


def message_attributes(message: Message) -> Item:
    """Return the attributes of a message; None for those that are left out."""
    files = message.files
    return {
        "text": message.text,
        "private": not message.public or None,
        "html": message.html,
        "files": [[one.id, one.name, one.content_type, one.size] for one in files] or None,
        "copied": [one.copied for one in files] if any(one.copied for one in files) else None,
        "file_numbers": [one.number for one in files] or None,
        "subject": message.subject or None,
        "to": message.to or None,
        "cc": message.cc or None,
        "bcc": message.bcc or None,
        "reply_to": message.reply_to or None,
        "mailed": message.customer_updated or None,
        "channel": channel_name(message.channel),
        "origin": message.origin_id,
    }


def message_of(item: Mapping[str, Any]) -> Message | None:
    """Return the message of a history entry's item, or None when it has none."""
    if "text" not in item:
        return None
    return Message(
        text=item["text"],
        public=not item.get("private", False),
        html=item.get("html"),
        files=_attachments_of(item),
        subject=item.get("subject", ""),
        to=item.get("to", ""),
        cc=item.get("cc", ""),
        bcc=item.get("bcc", ""),
        reply_to=item.get("reply_to", ""),
        customer_updated=item.get("mailed", False),
        channel=channel_of(item),
        origin_id=item.get("origin"),
    )


def channel_name(channel: Channel | None) -> str | None:
    """Return the name under which a channel is stored."""
    return channel.value if channel else None


def channel_of(item: Mapping[str, Any]) -> Channel | None:
    """Return the channel of an item, of a message or a ticket, or None when it has none."""
    name = item.get("channel")
    return Channel(name) if name else None


def _attachments_of(item: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Return the attachments of an entry; version 0.1 named no copies, and its files are numbered by their place."""
    files = item.get("files", ())
    first = entry_id(item["number"], item["version"]) * PLACES_PER_ENTRY + 1
    numbers = item.get("file_numbers") or range(first, first + len(files))
    copies = item.get("copied") or repeat("", len(files))
    return tuple(
        Attachment(file_id, name, content_type, size, copied, number)
        for (file_id, name, content_type, size), copied, number in zip(files, copies, numbers, strict=True)
    )
