"""Orders: by what a list of tickets is sorted. Each API's codes of sorting are parsed to these."""

from dataclasses import dataclass
from enum import StrEnum


class OrderKey(StrEnum):
    """What tickets are sorted by. Texts are compared case folded."""

    NUMBER = "number"
    CREATED = "created"
    UPDATED = "updated"
    LAST_MESSAGE = "last_message"
    """The newest message, public or private."""
    LAST_PUBLIC_MESSAGE = "last_public_message"
    PRIORITY = "priority"
    """The order of the priority: a more urgent one is higher."""
    STATE = "state"
    """The id of the state."""
    CATEGORY = "category"
    """The name of the category."""
    ASSIGNEE = "assignee"
    """The login of the agent. Tickets that no person has come last in both directions."""
    CUSTOMER = "customer"
    """The id of the customer."""
    SUBJECT = "subject"
    DUE = "due"
    """The due date. Tickets without one come last in both directions."""
    UNRESPONDED = "unresponded"
    """Whether the customer waits for an answer. Equal tickets: the newest public message first, in both directions."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list. Equal tickets: the newest, which has the highest number, comes first in both directions."""

    key: OrderKey
    descending: bool


NEWEST_FIRST = Order(OrderKey.NUMBER, descending=True)
