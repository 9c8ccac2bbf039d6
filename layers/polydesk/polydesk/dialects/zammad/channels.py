"""The types and the senders of articles, by id."""

from collections.abc import Mapping
from typing import Literal

from polydesk.domain.channel import Channel
from polydesk.domain.person import Side

SenderName = Literal["Agent", "Customer", "System"]

TYPES: Mapping[int, Channel] = dict(enumerate(Channel, start=1))
"""The types of articles, which are the channels of messages: the domain has them in the vendor's order."""

TYPE_IDS: Mapping[Channel, int] = {channel: number for number, channel in TYPES.items()}

SENDERS: Mapping[int, SenderName] = {1: "Agent", 2: "Customer", 3: "System"}
"""Whose words an article has."""

SENDER_IDS: Mapping[Side, int] = {"staff": 1, "client": 2, "system": 3}
"""The sender that each side of the domain is."""


def id_named(name: str, names: Mapping[int, str]) -> int | None:
    """Return the id of a name, whatever the case of its letters, or None."""
    key = name.strip().lower()
    return next((number for number, one in names.items() if one.lower() == key), None)
