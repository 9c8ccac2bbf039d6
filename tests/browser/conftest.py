"""A local desk behind a socket, and a headless browser with a profile of its own that visits it."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.engine import Engine
from tests.harness.clock import Clock
from tests.harness.listener import Listener
from tests.harness.local_desk import LocalDesk
from tests.harness.server import Front, files_here
from tests.harness.world import World

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,2000",
)


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that answers at an address, and the credentials of those who may call it."""

    address: str
    credentials: dict[str, Any]


@pytest.fixture(scope="session")
def served(engine: Engine) -> Iterator[Served]:
    """The sample desk, as `make serve` has it."""
    with (
        Listener(0) as listener,
        World(engine, clock=Clock(datetime.now(UTC), running=True), environment=files_here(listener.port)) as world,
    ):
        address = f"http://127.0.0.1:{listener.port}"
        desk = LocalDesk(world)
        credentials = desk.set_up(f"{address}/{world.stage}")
        thread = threading.Thread(target=listener.serve, args=[Front(desk).answer])
        thread.start()
        yield Served(address, credentials)
        listener.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Chromium with an empty profile."""
    options = ChromeOptions()
    options.binary_location = _program("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(_program("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def _program(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is not on the PATH; Debian has it in the packages chromium and chromium-driver"
    return path


SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """A folder for what the browser shows; git does not look into it."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS
