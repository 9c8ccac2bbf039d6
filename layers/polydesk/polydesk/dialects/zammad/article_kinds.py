"""The vendor's fixed tables of article types, which are channels of messages, and of article senders."""

from typing import Literal

from polydesk.domain.channel import Channel
from polydesk.domain.person import Author, Side

SenderName = Literal["Agent", "Customer", "System"]

TYPE_IDS = {channel: number for number, channel in enumerate(Channel, 1)}
"""The id of the article type of each channel: the domain has them in the vendor's order."""

SENDER_IDS: dict[SenderName, int] = {"Agent": 1, "Customer": 2, "System": 3}

SENDERS: dict[Side, SenderName] = {"staff": "Agent", "client": "Customer", "system": "System"}


def sender(author: Author) -> SenderName:
    """Return the vendor's name of an author's side."""
    return SENDERS[author.side]
