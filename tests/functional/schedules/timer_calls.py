"""Calls and look-ups that the tests of timers share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from polydesk.desk.resources import shared_resources
from polydesk.domain import actions
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import SYSTEM
from polydesk.domain.state_changes import Details
from polydesk.domain.ticket import HistoryEntry, Ticket
from tests.functional.callers import Tokens
from tests.functional.internals import act, current_desk, principal
from tools.local_desk.client import Client
from tools.local_desk.world import World

NEW, OPEN, REMINDER, CLOSED, MERGED, REMOVED, PENDING_CLOSE = range(1, 8)
"""The states of a new desk."""

SWEEP = "SchedulesSweepTimers"


def open_tickets(client: Client, count: int = 1) -> list[int]:
    """Open tickets as this client; return their numbers."""
    answers = [
        client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"}) for _ in range(count)
    ]
    return [answer.json()["number"] for answer in answers]


def move_to_state(tokens: Tokens, number: int, state_id: int, until: datetime | None = None) -> None:
    """Move the ticket to a state as an agent; for a pending state until that time."""
    state = shared_resources().fresh_states().get(state_id)
    act(
        tokens["agent"]["token"],
        number,
        lambda ticket, context: handle(ticket, context, Handling(state=state, pending_until=until)),
    )


def mark_spam(tokens: Tokens, number: int, spam: bool) -> None:
    """Mark or unmark the ticket as spam, as an agent."""
    act(tokens["agent"]["token"], number, lambda ticket, context: actions.mark_spam(ticket, context, spam))


def change_state(tokens: Tokens, state_id: int, **details: Any) -> None:
    """Change a state as an administrator."""
    current_desk().states.change(state_id, lambda _: cast(Details, details), principal(tokens["admin"]["token"]))


def run_timers(world: World, at: datetime | None = None) -> None:
    """Run a sweep, by default at the world's time, and deliver everything that it leads to."""
    world.fire(SWEEP, at)
    world.pump()


def complete_state_review(world: World) -> None:
    """Run the review of the states to its end, so that no ticket is reviewed until they change."""
    run_timers(world)
    world.clock.advance(minutes=1)
    run_timers(world)


def get_ticket(number: int) -> Ticket:
    """Return the ticket as it is now."""
    found = shared_resources().tickets.get(number)
    assert found is not None
    return found


def history(number: int) -> list[HistoryEntry]:
    """Return the ticket's history, oldest entry first."""
    return [entry for entry, _ in shared_resources().tickets.newest_first(number)][::-1]


def system_kinds(number: int) -> list[str]:
    """Return the kinds of the history entries that the system made."""
    return [entry.kind for entry in history(number) if entry.by == SYSTEM]


def system_events(events: Sequence[dict[str, Any]], number: int) -> list[str]:
    """Return the names of the events that the system caused on a ticket, each id once."""
    names = {
        event["detail"]["id"]: event["detail-type"]
        for event in events
        if event["detail"]["number"] == number and event["detail"]["by"]["side"] == "system"
    }
    return [names[key] for key in sorted(names)]
