"""The types and the senders of articles, by id."""

from collections.abc import Mapping

TYPES: Mapping[int, str] = dict(
    enumerate(
        (
            "email",
            "sms",
            "chat",
            "fax",
            "phone",
            "twitter status",
            "twitter direct-message",
            "facebook feed post",
            "facebook feed comment",
            "note",
            "web",
            "telegram personal-message",
            "facebook direct-message",
        ),
        start=1,
    )
)
"""The types of articles: how a message came or went."""

SENDERS: Mapping[int, str] = {1: "Agent", 2: "Customer", 3: "System"}
"""Whose words an article has."""


def id_named(name: str, names: Mapping[int, str]) -> int | None:
    """Return the id of a name, whatever the case of its letters, or None."""
    key = name.strip().lower()
    return next((number for number, one in names.items() if one.lower() == key), None)
