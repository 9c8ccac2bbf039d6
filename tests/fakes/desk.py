"""Resources of a desk that needs no AWS, as long as nothing uses its bucket, its queues or its bus."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.jobs.set_up import SetUp
from polydesk.settings import Settings
from polydesk.storage.own_sets import OwnSets
from polydesk.storage.state_index.index import StateIndex
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_places import TicketPlaces

SETTINGS = Settings(
    table_name="",
    bucket_name="",
    event_bus_name="",
    timers_queue_url="",
    event_sources=("source",),
    streams_dead_url="",
    tickets_per_minute=0,
    comments_per_minute=0,
    uploads_per_minute=0,
    open_ticket_creation=False,
    open_tickets_per_minute=0,
    first_response_minutes=0,
    auto_close_days=0,
    pending_default_days=1,
    spam_retention_days=0,
)
"""Without limits, escalation, closing and purging."""


def places_on(table: Table, *, is_begun: bool = True) -> TicketPlaces:
    """Return the places of tickets in a table; new tickets go to the sets when that step has begun."""
    return TicketPlaces(StateIndex(table), TicketIndex(table), OwnSets(table), lambda: is_begun)


def resources_on(table: Table, **settings: Any) -> Resources:
    """Return the resources of one more process that serves the desk."""
    return Resources(replace(SETTINGS, **settings), table)


def set_up_desk(table: Table, now: datetime, **settings: Any) -> Resources:
    """Set up a desk with its seven first states in an empty table, and return its resources."""
    resources = resources_on(table, **settings)
    SetUp(resources, now).begin()
    return resources
