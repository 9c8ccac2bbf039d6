"""A desk of the last release, whose tickets have yet to move."""

from typing import Any

import pytest

from polydesk.jobs.migrations import ticket_sets
from tools.last_release import ReleaseTable
from tools.local_desk.world import World


@pytest.fixture
def world(old_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A desk of the last release, whose tickets are moved two by two."""
    monkeypatch.setattr(ticket_sets, "TICKETS_PER_PART", 2)
    return old_world


@pytest.fixture
def tokens(table: ReleaseTable) -> dict[str, dict[str, Any]]:
    """Its tokens."""
    return table.tokens
