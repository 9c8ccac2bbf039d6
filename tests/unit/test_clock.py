"""The machine's time, which all other tests replace."""

import importlib.util
import time
from datetime import UTC, datetime
from types import ModuleType

import pytest

from polydesk import clock


@pytest.fixture
def machine() -> ModuleType:
    """The clock as it is imported in production."""
    spec = importlib.util.spec_from_file_location("machine_clock", clock.__file__)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_time_is_aware_and_in_utc(machine: ModuleType) -> None:
    before = datetime.now(UTC)
    now = machine.now()

    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_the_desk_keeps_milliseconds(machine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "now", lambda: datetime(2026, 1, 5, 9, 0, 0, 123_999, UTC))

    assert machine.to_the_millisecond() == datetime(2026, 1, 5, 9, 0, 0, 123_000, UTC)


def test_to_sleep_passes_time(machine: ModuleType) -> None:
    began = machine.monotonic()
    assert began <= time.monotonic()

    machine.sleep(0.01)

    assert machine.monotonic() - began >= 0.01
