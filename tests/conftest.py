"""What holds for every test: no real account, no network in unit tests, examples that do not change from run to run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import profiles
from tools.engine import Engine, running_engine
from tools.local_desk.clock import Clock

# At import, before any test module can make a client: whatever the shell has configured, a test never reaches it.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_SESSION_TOKEN="testing",
    AWS_DEFAULT_REGION="eu-central-1",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)

profiles.load()

UNIT_TESTS = Path(__file__).parent / "unit"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep unit tests from the network, and refuse ids that another process would write in another order."""
    for item in items:
        if "set({" in item.nodeid:
            raise pytest.UsageError(f"{item.nodeid}: the order of a set differs between the workers; give another id.")
        if item.path.is_relative_to(UNIT_TESTS):
            item.add_marker(pytest.mark.disable_socket)


@pytest.fixture(scope="session", autouse=True)
def standing_clock() -> Iterator[Clock]:
    """A clock that stands still for tests without a World, so that none depends on how fast the machine is."""
    clock = Clock()
    with clock.installed():
        yield clock


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """The engine that `ENGINE` asks for, one per worker. DynamoDB Local's data outlive a test: use new table names."""
    with running_engine(uses=40) as started:
        yield started
