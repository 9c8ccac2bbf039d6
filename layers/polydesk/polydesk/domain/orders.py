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
    FIRST_REPLIED = "first_replied"
    """When staff first replied."""
    STAFF_REPLIED = "staff_replied"
    CUSTOMER_REPLIED = "customer_replied"
    RESPONSE_DUE = "response_due"
    """When staff must have replied."""
    ESCALATION = "escalation"
    """The same, but for tickets whose state ignores it."""
    CLOSED = "closed"
    PENDING_UNTIL = "pending_until"
    PRIORITY = "priority"
    """The order of the priority: a more urgent one is higher."""
    PRIORITY_ID = "priority_id"
    STATE = "state"
    """The id of the state."""
    CATEGORY = "category"
    """The name of the category."""
    CATEGORY_ID = "category_id"
    ASSIGNEE = "assignee"
    """The login of the agent. Tickets that no person has come last in both directions."""
    AGENT_ID = "agent_id"
    """The id of the agent, for tickets that no person has that of the system."""
    CREATOR_ID = "creator_id"
    """The id of the person who opened the ticket, or of the system."""
    CHANGER_ID = "changer_id"
    """The id of the person who last changed the ticket, or of the system."""
    OPENING_SIDE = "opening_side"
    """Who opened the ticket: staff, the customer, the system."""
    OPENING_CHANNEL = "opening_channel"
    """The place of the channel among all channels."""
    CUSTOMER = "customer"
    """The id of the customer."""
    SUBJECT = "subject"
    MESSAGES = "messages"
    """The number of messages."""
    TIME_SPENT = "time_spent"
    DUE = "due"
    """The due date. Tickets without one come last in both directions."""
    UNRESPONDED = "unresponded"
    """Whether the customer waits for an answer. Equal tickets: the newest public message first, in both directions."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list; `then` are the orders of tickets that are equal by it, each for those equal by the former.

    Tickets that are equal by all: the newest, which has the highest number, comes first in both directions. Tickets
    without a value come last in both directions.
    """

    key: OrderKey
    descending: bool
    then: "tuple[Order, ...]" = ()


NEWEST_FIRST = Order(OrderKey.NUMBER, descending=True)
