"""A desk of the last release, as steps of the migrations find it."""

import pytest

from tools.last_release import ReleaseTable, read_table
from tools.local_desk.items import load
from tools.local_desk.world import World


@pytest.fixture
def table() -> ReleaseTable:
    """The table of the last release, and its tokens."""
    return read_table()


@pytest.fixture
def old_world(bare_world: World, table: ReleaseTable) -> World:
    """A desk of the last release, none of whose records has been delivered since the upgrade."""
    load(bare_world, table.items)
    return bare_world
