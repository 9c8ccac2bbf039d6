"""Runs the sample desk behind a socket, in a thread: for a browser, a generated client or a fuzzer."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tools.engine import Engine
from tools.local_desk.clock import Clock
from tools.local_desk.server import files
from tools.local_desk.server.listener import Listener
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.server.router import Router
from tools.local_desk.world import World

UNLIMITED = {"TicketsPerMinute": "0", "CommentsPerMinute": "0", "UploadsPerMinute": "0"}


@dataclass(frozen=True, slots=True)
class RunningDesk:
    """The address of a desk, a URL without a path, and the credentials to call it with."""

    address: str
    credentials: Mapping[str, Any]

    @property
    def base_url(self) -> str:
        """The beginning of the URLs of all paths in the description."""
        return str(self.credentials["base_url"])


@contextmanager
def running_desk(engine: Engine) -> Iterator[RunningDesk]:
    """Run the sample desk inside the block, as `make serve` does but without rate limits."""
    clock = Clock(datetime.now(UTC), running=True)
    with (
        Listener(0) as listener,
        World(engine, UNLIMITED, clock=clock, environment=files.environment(listener.port)) as world,
    ):
        desk = LocalDesk(world)
        credentials = desk.set_up(f"{listener.address}/{world.stage}")
        router = Router(desk, listener.address, credentials)
        thread = threading.Thread(target=listener.serve, args=[router.answer])
        thread.start()
        try:
            yield RunningDesk(listener.address, credentials)
        finally:
            listener.shutdown()
            thread.join()
