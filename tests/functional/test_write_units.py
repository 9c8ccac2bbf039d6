"""The write units of each kind of change, by AWS's sizing rules."""

from collections.abc import Callable
from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Tokens
from tests.functional.selectel.tickets import answered, closed, commented, opened
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

pytestmark = pytest.mark.parametrize("parameters", [{"TicketsPerMinute": "0", "CommentsPerMinute": "0"}])


INDEX = 1
"""A write of the index `due`, where spam waits to be purged."""

HIDING = 2
"""A write of the sets of hidden tickets, in a transaction."""


def units(change: Callable[[], Any]) -> int:
    """Return what a change costs."""
    with Meter(shared_resources().table) as meter:
        change()
    return meter.write_units


def test_changes_stay_within_their_budgets(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    token = tokens["agent"]["token"]

    def act(method: str, action: str, body: Any = None) -> Callable[[], None]:
        def call() -> None:
            done = world.client().request(method, f"/tickets/1/{action}", params={"auth_token": token}, json=body)
            assert done.status in (200, 201, 204), done

        return call

    opened(client)
    found = {
        "create": units(lambda: opened(client)),
        "comment": units(lambda: commented(agent, 1)),
        "assign": units(act("POST", "assignments", {"assignment": {"user_id": 3, "group_id": None}})),
        "archive": units(act("POST", "archive")),
        "un-archive": units(act("DELETE", "archive")),
        "close": units(lambda: closed(client, 1)),
        "reopen": units(lambda: answered(client.post("/support/tickets/1/reopen", json={"body": "b"}))),
        "spam": units(act("POST", "spam")),
        "not spam": units(act("DELETE", "spam")),
    }
    assert found == {
        "create": 11,
        "comment": 4,
        "assign": 4,
        "archive": 8,
        "un-archive": 8,
        "close": 10,
        "reopen": 10,
        "spam": 10 + INDEX + HIDING,
        "not spam": 10 + INDEX + HIDING,
    }
