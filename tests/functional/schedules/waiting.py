"""Tickets that wait for a time, and letting the time come."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from polydesk.desk.resources import shared_resources
from polydesk.domain import actions
from polydesk.domain.actions import Handling, handle
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


def opened(client: Client, count: int = 1) -> list[int]:
    """Tickets of this client; their numbers."""
    answers = [
        client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"}) for _ in range(count)
    ]
    return [answer.json()["number"] for answer in answers]


def put_into(tokens: Tokens, number: int, state_id: int, until: datetime | None = None) -> None:
    """An agent moves the ticket to a state, for a pending one until some time."""
    state = shared_resources().fresh_states().get(state_id)
    act(
        tokens["agent"]["token"],
        number,
        lambda ticket, context: handle(ticket, context, Handling(state=state, pending_until=until)),
    )


def mark_spam(tokens: Tokens, number: int, spam: bool) -> None:
    """An agent takes the ticket for spam, or no longer."""
    act(tokens["agent"]["token"], number, lambda ticket, context: actions.mark_spam(ticket, context, spam))


def change_state(tokens: Tokens, state_id: int, **details: Any) -> None:
    """An administrator changes a state."""
    current_desk().states.change(state_id, lambda _: cast(Details, details), principal(tokens["admin"]["token"]))


def let_pass(world: World, at: datetime | None = None) -> None:
    """A sweep, by default at the world's time, and everything that it leads to."""
    world.fire(SWEEP, at)
    world.pump()


def settle(world: World) -> None:
    """Every function knows the states of a new desk, and no ticket has to be looked at for their sake any more."""
    let_pass(world)
    world.clock.advance(minutes=1)
    let_pass(world)


def ticket(number: int) -> Ticket:
    """The ticket as it stands."""
    found = shared_resources().tickets.get(number)
    assert found is not None
    return found


def history(number: int) -> list[HistoryEntry]:
    """All updates of the ticket."""
    return [update for update, _ in shared_resources().tickets.newest_first(number)][::-1]


def by_system(number: int) -> list[str]:
    """The kinds of the updates that nobody made."""
    return [update.kind for update in history(number) if update.by == SYSTEM]


def told(events: Sequence[dict[str, Any]], number: int) -> list[str]:
    """The names of the events about a ticket that the system signed, each id once."""
    names = {
        event["detail"]["id"]: event["detail-type"]
        for event in events
        if event["detail"]["number"] == number and event["detail"]["by"]["side"] == "system"
    }
    return [names[key] for key in sorted(names)]


def queued(world: World, logical_id: str) -> list[Any]:
    """The messages in a queue, which are taken out."""
    (url,) = (queue.url for queue in world.template.queues if queue.logical_id == logical_id)
    bodies: list[Any] = []
    while messages := world.aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            world.aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(json.loads(message["Body"]))
    return bodies
