"""Settings of the deployment: read from the environment on first use, never at import."""

import os
from dataclasses import dataclass
from functools import cache

ON_DEMAND = "on-demand"
"""Lambda's word for a process that it starts when a request comes, not in advance."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The stack's parameters. A limit or a period of 0 switches its feature off."""

    table_name: str
    bucket_name: str
    event_bus_name: str
    timers_queue_url: str
    streams_dead_url: str
    event_sources: tuple[str, ...]
    """Ids of the event source mappings that are checked."""
    tickets_per_minute: int
    """Tickets that one token may open per minute."""
    comments_per_minute: int
    """Messages that one token may post per minute."""
    uploads_per_minute: int
    """Uploads that one token may start per minute."""
    open_ticket_creation: bool
    """Whether SupportBee's API takes new tickets from callers without a token."""
    open_tickets_per_minute: int
    """Tickets that all callers without a token together may open per minute."""
    first_response_minutes: int
    """Minutes in which staff must answer a new ticket before it escalates."""
    auto_close_days: int
    """Days that a ticket waits for its customer before it is closed."""
    pending_default_days: int
    """Days that a ticket stays in a pending state when the request names no time."""
    spam_retention_days: int
    """Days that spam is kept before it is purged."""


def log_level() -> str:
    """Return the name of the least level that is logged."""
    return os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO")


@cache
def get() -> Settings:
    """Return the settings of this process.

    Raises KeyError when TABLE_NAME is missing and ValueError for a malformed number; both are errors in the deployment.
    """
    env = os.environ
    return Settings(
        table_name=env["TABLE_NAME"],
        bucket_name=env.get("BUCKET_NAME", ""),
        event_bus_name=env.get("EVENT_BUS_NAME", ""),
        timers_queue_url=env.get("TIMERS_QUEUE_URL", ""),
        streams_dead_url=env.get("STREAMS_DEAD_URL", ""),
        event_sources=tuple(env.get("EVENT_SOURCES", "").split()),
        tickets_per_minute=int(env.get("TICKETS_PER_MINUTE", "0")),
        comments_per_minute=int(env.get("COMMENTS_PER_MINUTE", "0")),
        uploads_per_minute=int(env.get("UPLOADS_PER_MINUTE", "0")),
        open_ticket_creation=env.get("OPEN_TICKET_CREATION", "off") == "on",
        open_tickets_per_minute=int(env.get("OPEN_TICKETS_PER_MINUTE", "0")),
        first_response_minutes=int(env.get("FIRST_RESPONSE_MINUTES", "0")),
        auto_close_days=int(env.get("AUTO_CLOSE_DAYS", "0")),
        pending_default_days=int(env.get("PENDING_DEFAULT_DAYS", "1")),
        spam_retention_days=int(env.get("SPAM_RETENTION_DAYS", "0")),
    )


def in_lambda() -> bool:
    """Return whether Lambda runs this process, for one function; elsewhere one process runs all of them."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def initialized_on_demand() -> bool:
    """Return whether Lambda has started this process for a request that waits for it."""
    return in_lambda() and os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE", ON_DEMAND) == ON_DEMAND


def reset() -> None:
    """Read the environment again on the next use."""
    get.cache_clear()
